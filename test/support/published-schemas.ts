import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv, type ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'

/** Schemas as others publish them lie beside the project and are never part of it; null where they do not. */
const FOLDER = ['../../../shared/schemas/', '../../../../shared/schemas/']
  .map(path => fileURLToPath(new URL(path, import.meta.url)))
  .find(folder => existsSync(folder))

export const hasPublishedSchemas = FOLDER !== undefined

if (!hasPublishedSchemas) console.warn('The published schemas are not beside the project; what is held against them is skipped.')

const read = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(`${FOLDER ?? ''}${path}`, 'utf8')) as Record<string, unknown> // a JSON schema

const RECONCILIATION = [
  'manifest',
  'reconciliation-query-batch',
  'reconciliation-result-batch',
  'suggest-entities-response',
  'suggest-types-response',
  'suggest-properties-response',
  'data-extension-query',
  'data-extension-response',
  'data-extension-property-proposal',
] as const

/** Validators of the Reconciliation Service API 0.2, by the name of their file. Their draft is unnamed, and swagger.io is not asked. */
export function reconciliationValidators(): Readonly<Record<(typeof RECONCILIATION)[number], ValidateFunction>> {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema({ $id: 'http://swagger.io/v2/schema.json', definitions: { securityDefinitions: { additionalProperties: true } } })
  const { $schema: _draft, ...type } = read('reconciliation-0.2/type.json')
  ajv.addSchema(type)
  const compiled = RECONCILIATION.map(name => {
    const { $schema: _unknown, ...schema } = read(`reconciliation-0.2/${name}.json`)
    return [name, ajv.compile(schema)] as const
  })
  return Object.fromEntries(compiled) as Record<(typeof RECONCILIATION)[number], ValidateFunction> // one for each name
}
/** The validator of a mapping set of SSSOM; the root of the schema takes anything. */
export function mappingSetValidator(): ValidateFunction {
  const ajv = new Ajv2019({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema(read('sssom/sssom_schema.schema.json'), 'sssom')
  const validate = ajv.getSchema('sssom#/$defs/MappingSet')
  if (validate === undefined) throw new Error('The schema has no MappingSet.')
  return validate
}
