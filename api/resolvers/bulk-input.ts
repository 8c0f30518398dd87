import { createParameterDecorator, type MiddlewareFn } from 'type-graphql'
import type { SubmitStatisticsInput } from '../../schema/graphql/submission-input.js'
import type { Context } from '../context.js'

export type Bulk = Pick<SubmitStatisticsInput, 'rows' | 'series'>

const carried = new WeakMap<Context, Bulk>()
const setAside = new WeakMap<object, Bulk>()

/** Hands the mutation its rows and series past GraphQL: they were found to be what coercion would make of them. */
export const carryBulk = (context: Context, bulk: Bulk): void => void carried.set(context, bulk)

/**
 * Takes rows and series out of the argument before type-graphql makes class instances of it: for every object it gathers the fields of its class
 * anew, which for a night of rows took half of the process's time. They are plain objects in the shape of their types, coerced or carried.
 */
export const setBulkAside: MiddlewareFn<Context> = async ({ args, context }, next) => {
  const input = args['input'] as Readonly<Record<string, unknown>> & Bulk // the one argument of the mutation, coerced and not yet an instance
  setAside.set(args, carried.get(context) ?? { rows: input.rows ?? null, series: input.series ?? null })
  args['input'] = { ...input, rows: null, series: null }
  return next()
}

/** The rows and series that were set aside. */
export const BulkInput = () => createParameterDecorator(({ args }) => setAside.get(args))
