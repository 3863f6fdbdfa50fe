// Reads the pain ratings of a server (its address is the argument) with fhir-kit-client; gives their values.
import kit from 'fhir-kit-client';

const Client = kit.default ?? kit;
const client = new Client({ baseUrl: process.argv[2] });
const found = await client.search({
  resourceType: 'Observation',
  searchParams: { code: 'http://loinc.org|72514-3', _count: 1000 },
});
console.log(JSON.stringify((found.entry ?? []).map((one) => one.resource.valueQuantity.value)));
