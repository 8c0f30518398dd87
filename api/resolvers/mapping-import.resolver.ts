import { Arg, Ctx, Mutation, Resolver } from 'type-graphql'
import { ImportMappingsInput, ImportMappingsResult } from '../../schema/graphql/mapping-import.js'
import type { Context } from '../context.js'
import { importMappings } from '../operations/import-mappings.js'
import { valueOrRefused } from './value-or-error.js'

const MOST_ISSUES = 500

@Resolver()
export class MappingImportResolver {
  @Mutation(() => ImportMappingsResult, {
    description:
      'Takes mappings that others made as proposals; nothing is in force by it. Sent again it changes nothing. Needs terms:curate.',
  })
  async importMappings(
    @Arg('input', () => ImportMappingsInput, { description: 'The mapping set.' }) input: ImportMappingsInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof ImportMappingsResult> {
    const outcome = await importMappings(hub, caller, input)
    return valueOrRefused(
      outcome.ok ? { ...outcome, value: { ...outcome.value, issues: outcome.value.issues.slice(0, MOST_ISSUES) } } : outcome,
    )
  }
}
