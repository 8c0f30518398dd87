// Writes docs/api.md from schema/hub.graphql, or with --check fails when the committed page is not what the SDL says.
import { readFileSync, writeFileSync } from 'node:fs'
import { buildSchema, isEnumType, isInputObjectType, isObjectType, isScalarType, isSpecifiedScalarType, isUnionType } from 'graphql'

const page = new URL('../docs/api.md', import.meta.url)
// The federation's directives are defined by their @link, which only a gateway follows.
const schema = buildSchema(readFileSync(new URL('../schema/hub.graphql', import.meta.url), 'utf8'), { assumeValidSDL: true })
const types = Object.values(schema.getTypeMap()).filter(type => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(root => root != null)

const cell = text => (text ?? '').replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')
const table = (heads, rows) =>
  [`| ${heads.join(' | ')} |`, `|${heads.map(() => '---').join('|')}|`, ...rows.map(row => `| ${row.join(' | ')} |`)].join('\n')
const code = text => `\`${cell(String(text))}\``
const fieldsOf = type => Object.values(type.getFields())

const root = type => {
  const fields = fieldsOf(type).map(field => {
    const head = `### ${field.name}\n\n${cell(field.description)}\n\nGives ${code(field.type)}.`
    const args = field.args.map(arg => [code(arg.name), code(arg.type), cell(arg.description)])
    return args.length === 0 ? head : `${head}\n\n${table(['argument', 'type', 'what it says'], args)}`
  })
  return `## ${type.name}\n\n${fields.join('\n\n')}`
}

const section = (title, list, body) => {
  const rest = list.filter(type => !roots.includes(type)).sort((a, b) => (a.name < b.name ? -1 : 1))
  if (rest.length === 0) return []
  return [`## ${title}\n\n${rest.map(type => `### ${type.name}\n\n${cell(type.description)}${body(type)}`).join('\n\n')}`]
}

const fieldTable = type =>
  `\n\n${table(
    ['field', 'type', 'what it says'],
    fieldsOf(type).map(field => [code(field.name), code(field.type), cell(field.description)]),
  )}`
const valueTable = type =>
  `\n\n${table(
    ['value', 'what it says'],
    type.getValues().map(value => [code(value.name), cell(value.description)]),
  )}`

const text = [
  '# The GraphQL API\n\nMade from `schema/hub.graphql` by `npm run sdl`; do not edit. One address, `POST /graphql`, with a token of the sign-in in the `Authorization` header. ' +
    'A mutation answers with its result or with `Refused`; a refused query field is null with one error that carries the code and every issue.',
  ...roots.map(root),
  ...section(
    'Results',
    types.filter(isUnionType),
    type =>
      `\n\nOne of ${type
        .getTypes()
        .map(member => code(member.name))
        .join(', ')}.`,
  ),
  ...section('Inputs', types.filter(isInputObjectType), fieldTable),
  ...section('Objects', types.filter(isObjectType), fieldTable),
  ...section('Enums', types.filter(isEnumType), valueTable),
  ...section('Scalars', types.filter(isScalarType), () => ''),
].join('\n\n')

if (!process.argv.includes('--check')) writeFileSync(page, `${text}\n`)
else if (readPage() !== `${text}\n`) {
  console.error('docs/api.md is not what schema/hub.graphql says. Run "npm run sdl" and commit the page.')
  process.exitCode = 1
}

function readPage() {
  try {
    return readFileSync(page, 'utf8')
  } catch {
    return null // a missing page has drifted as well
  }
}
