import DataLoader from 'dataloader'
import { issue } from '../../schema/domain/issue.js'
import { recordDenial } from '../auth/record-denial.js'
import type { Context } from '../context.js'
import { refusedField } from '../resolvers/value-or-error.js'
import { ENTITIES } from './entities.js'

/** As many as a page holds. */
const MOST_REPRESENTATIONS = 500
const LONGEST_KEY = 200

/** What `_Entity` is told apart by. */
type Found = object & { readonly __typename: string }
type Loader = DataLoader<string, Found | null>

/** Loaders of a request by type: however often its document asks, each type is looked up once. They go when their request goes. */
const loadersOf = new WeakMap<Context, Map<string, Loader>>()

/**
 * What the references of other subgraphs lead to, in their order. Null for everything that cannot be had, without saying why: a type that is no
 * entity, a key that is none, what does not exist, what this caller may not see.
 */
export function resolveEntities(representations: readonly unknown[], context: Context): readonly (Promise<Found | null> | null)[] {
  if (representations.length > MOST_REPRESENTATIONS) throw refusedField([tooMany(representations.length)])
  return representations.map(representation => {
    const { __typename: name, ...fields } = Object(representation) as Record<string, unknown> // an object, whatever came
    const entity = typeof name === 'string' && Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined
    const key = entity && fields[entity.key]
    if (typeof name !== 'string' || typeof key !== 'string' || key.length > LONGEST_KEY) return null
    return loaderOf(name, context).load(key)
  })
}

function loaderOf(name: string, context: Context): Loader {
  const loaders = loadersOf.get(context) ?? new Map<string, Loader>()
  loadersOf.set(context, loaders)
  const loader = loaders.get(name) ?? new DataLoader<string, Found | null>(keys => findAll(name, keys, context))
  loaders.set(name, loader)
  return loader
}

async function findAll(name: string, keys: readonly string[], context: Context): Promise<readonly (Found | null)[]> {
  const entity = ENTITIES[name]
  if (entity === undefined) return keys.map(() => null)
  if (!entity.rule(context.caller, context.isGateway)) {
    await recordDenial(context.hub, context.caller, name)
    return keys.map(() => null)
  }
  const found = await entity.findAll(context, keys)
  return found.map(value => (value === null ? null : { ...value, __typename: name }))
}

const tooMany = (count: number) =>
  issue({
    code: 'BAD_USER_INPUT',
    path: ['representations'],
    messageKo: `한 번에 ${MOST_REPRESENTATIONS}개까지 물을 수 있습니다.`,
    messageEn: `Ask for at most ${MOST_REPRESENTATIONS} entities at once.`,
    expected: `at most ${MOST_REPRESENTATIONS}`,
    got: String(count),
  })
