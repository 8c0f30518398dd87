import type { Glossary } from '../../../schema/domain/terms/concept.js'
import { kindsOfGlossary } from '../../../schema/domain/terms/reconcile/reconcile-word.js'
import { MOST_QUERIES } from '../../../schema/domain/terms/reconcile/reconciliation-query.js'

/** What the service can do and where (Reconciliation Service API 0.2, section 3). `base` is its own address, with the token. */
export const writeManifest = (glossary: Glossary, base: string) => ({
  versions: ['0.2'],
  name: `120 콜센터 용어집 ${glossary.edition} · Glossary of the 120 call centers`,
  identifierSpace: 'urn:hub120:concept:',
  schemaSpace: 'urn:hub120:kind:',
  serviceVersion: glossary.edition,
  batchSize: MOST_QUERIES,
  defaultTypes: kindsOfGlossary(glossary).filter(({ id }) => !id.startsWith('codelist:')),
  view: { url: `${base}/preview?id={{id}}` },
  preview: { url: `${base}/preview?id={{id}}`, width: 460, height: 320 },
  suggest: {
    entity: { service_url: base, service_path: '/suggest/entity' },
    property: { service_url: base, service_path: '/suggest/property' },
    type: { service_url: base, service_path: '/suggest/type' },
  },
  extend: { propose_properties: { service_url: base, service_path: '/extend/propose' }, property_settings: [] },
})
