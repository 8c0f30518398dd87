import { buildSchema as parseSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { enforceOpenFields } from '../../api/auth/enforce-open-fields.js'
import { enforceRules } from '../../api/auth/enforce-rules.js'
import { anyOf, RULES, type Rule } from '../../api/auth/rules.js'
import { OPEN_FIELDS } from '../../api/auth/open-fields.js'
import { buildSchema } from '../../api/build-schema.js'

const anybody: Rule = () => true
const SCOPED = { 'Query.centers': anybody, 'Query.heldRows': anyOf('stats:write', 'hub:admin'), 'Mutation.act': anyOf('hub:admin') }
const NAMED = { Center: ['code', 'regions'], Region: ['code'] }

const schemaWith = (center = '', more = '') =>
  parseSchema(`
    type Query { centers: [Center!] heldRows: [HeldRow] }
    type Mutation { act: Done }
    type Center { code: String regions: [Region!] ${center} }
    type Region { code: String }
    type HeldRow { submitted: String center: Center }
    type Done { secret: String }
    ${more}`)

describe('G04: a field that every role could read', () => {
  it('builds when it is named, and fields behind a narrower rule need no name', () => {
    expect(() => enforceOpenFields(schemaWith(), SCOPED, NAMED)).not.toThrow()
  })

  it.each([
    ['a new field of an open type', 'contactPhone: String', '', 'Center.contactPhone'],
    ['rows of a center hung on an open type', 'heldRows: [HeldRow]', '', 'Center.heldRows, HeldRow.submitted, HeldRow.center'],
    ['a list of a type that is new', 'people: [Person!]!', 'type Person { email: String }', 'Center.people, Person.email'],
    ['a member of a union', 'owner: Owner', 'union Owner = Person | Region type Person { email: String }', 'Center.owner, Person.email'],
  ])('does not build unnamed: %s', (_what, field, type, names) => {
    expect(() => enforceOpenFields(schemaWith(field, type), SCOPED, NAMED)).toThrow(
      `Fields that every role could read and api/auth/open-fields.ts does not name: ${names}.`,
    )
  })

  it('does not build when a narrower rule is opened to all', () => {
    const opened = { ...SCOPED, 'Query.heldRows': anybody }
    expect(() => enforceOpenFields(schemaWith(), opened, NAMED)).toThrow('HeldRow.submitted, HeldRow.center')
  })

  it('is none of what belongs to one center: the schema of the hub builds, and would not with one name less', () => {
    const schema = buildSchema()
    const sensitive = ['HeldRow', 'Observation', 'ReceiptRow', 'RuleFinding', 'SubmissionReceipt'].filter(type => type in OPEN_FIELDS)
    expect(sensitive).toEqual([])
    for (const type of Object.keys(OPEN_FIELDS).filter(name => schema.getType(name) !== undefined)) {
      const [first, ...others] = OPEN_FIELDS[type] ?? []
      expect(() => enforceOpenFields(schema, RULES, { ...OPEN_FIELDS, [type]: others })).toThrow(`${type}.${first}`)
    }
  })

  it('cannot come with a root field that has no rule: such a schema does not build', () => {
    const { 'Query.viewer': _left, ...others } = RULES
    expect(() => enforceRules(buildSchema(), others)).toThrow('Root fields without a rule in api/auth/rules.ts: Query.viewer.')
  })
})
