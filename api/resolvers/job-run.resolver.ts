import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql'
import { JobRun, JobRunConnection } from '../../schema/graphql/job-run.js'
import type { Context } from '../context.js'
import { listJobRuns, type LedgerRun } from '../operations/list-job-runs.js'
import { valueOrError } from './value-or-error.js'

@Resolver(() => JobRun)
export class JobRunResolver {
  @Query(() => JobRunConnection, {
    nullable: true,
    description: 'What the hub did by itself: nightly jobs and those that were asked for, latest first. Needs a role.',
  })
  async jobRuns(
    @Ctx() { hub, caller }: Context,
    @Arg('first', () => Int, { defaultValue: 50, description: 'Runs a page, 1 to 500.' }) first: number,
    @Arg('job', () => String, { nullable: true, description: 'One job alone, for example reconcile-terms.' }) job?: string | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<JobRunConnection> {
    const page = valueOrError(await listJobRuns(hub, caller, { job: job ?? null, first, after: after ?? null }))
    return { ...page, nodes: page.nodes.map(toJobRun) }
  }
}

/** A run as it is shown. */
export const toJobRun = (run: LedgerRun): JobRun => ({ ...run, detail: run.detail === null ? null : JSON.stringify(run.detail) })
