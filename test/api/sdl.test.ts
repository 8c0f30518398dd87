import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GraphQLEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { RULES } from '../../api/auth/rules.js'
import { buildPublicSchema, buildSchema } from '../../api/build-schema.js'
import { printHubSdl } from '../../api/federation/print-hub-sdl.js'
import { projectRoot } from '../../db/project-root.js'

const schema = buildSchema()
const publicSchema = buildPublicSchema()
const types = Object.values(publicSchema.getTypeMap()).filter(({ name }) => !name.startsWith('__'))
const OWN_SCALARS = ['String', 'Int', 'Float', 'Boolean', 'ID']

describe('hub.graphql', () => {
  it('is what the code says', () => {
    const committed = readFileSync(join(projectRoot, 'schema', 'hub.graphql'), 'utf8')
    expect(committed).toBe(printHubSdl(publicSchema))
  })

  it('describes every type, field, argument and enum value', () => {
    const bare = types.flatMap(type => {
      const roots = ['Query', 'Mutation', 'Subscription', ...OWN_SCALARS]
      const own = !type.description && !roots.includes(type.name) ? [type.name] : []
      if (type instanceof GraphQLEnumType)
        return [...own, ...type.getValues().flatMap(({ name, description }) => (description ? [] : [`${type.name}.${name}`]))]
      if (isInputObjectType(type))
        return [...own, ...Object.values(type.getFields()).flatMap(field => (field.description ? [] : [`${type.name}.${field.name}`]))]
      if (!isObjectType(type) && !isInterfaceType(type)) return own
      const fields = Object.values(type.getFields()).flatMap(field => [
        ...(field.description ? [] : [`${type.name}.${field.name}`]),
        ...field.args.flatMap(({ name, description }) => (description ? [] : [`${type.name}.${field.name}(${name})`])),
      ])
      return [...own, ...fields]
    })
    expect(bare).toEqual([])
  })

  it('has a rule for every root field', () => {
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
    const fields = roots.flatMap(root => Object.keys(root?.getFields() ?? {}).map(name => `${root?.name ?? ''}.${name}`))
    expect(fields.toSorted()).toEqual(Object.keys(RULES).toSorted())
  })

  it('prints no field of the federation', () => {
    expect(Object.keys(publicSchema.getQueryType()?.getFields() ?? {}).filter(name => name.startsWith('_'))).toEqual([])
  })
})
