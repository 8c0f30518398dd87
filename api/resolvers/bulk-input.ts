import { createParameterDecorator, type MiddlewareFn } from 'type-graphql'
import type { SubmitStatisticsInput } from '../../schema/graphql/submission-input.js'

export type Bulk = Pick<SubmitStatisticsInput, 'rows' | 'series'>

const setAside = new WeakMap<object, Bulk>()

/**
 * Takes rows and series out of the argument before type-graphql makes class instances of it: for every object it gathers the fields of its class
 * anew, which for a night of rows took half of the process's time. GraphQL has coerced them by then; they are plain objects in the shape of their types.
 */
export const setBulkAside: MiddlewareFn = async ({ args }, next) => {
  const input = args['input'] as Readonly<Record<string, unknown>> & Bulk // the one argument of the mutation, coerced and not yet an instance
  setAside.set(args, { rows: input.rows ?? null, series: input.series ?? null })
  args['input'] = { ...input, rows: null, series: null }
  return next()
}

/** The rows and series that were set aside. */
export const BulkInput = () => createParameterDecorator(({ args }) => setAside.get(args))
