import { Args, ArgsType, Ctx, Field, Int, Query, Resolver } from 'type-graphql'
import { ExerciseScenarioConnection, PlaybookConnection, ProtectionPlaybookConnection } from '../../schema/graphql/playbook.js'
import type { Context } from '../context.js'
import { listExercises, listPlaybooks, listProtections } from '../operations/list-playbooks.js'
import { toExercise, toPlaybook, toProtection } from './playbook-view.js'
import { valueOrError } from './value-or-error.js'

@ArgsType()
class LibraryArgs {
  @Field(() => Int, { defaultValue: 50, description: 'Entries a page, 1 to 500.' })
  first: number

  @Field(() => String, { nullable: true, description: 'Cursor of the page before.' })
  after?: string | null
}

@ArgsType()
class PlaybookArgs extends LibraryArgs {
  @Field(() => String, { nullable: true, description: 'Only those for this hazard, a code of hazard_type.' })
  hazard?: string | null
}

@Resolver()
export class PlaybookResolver {
  @Query(() => PlaybookConnection, {
    nullable: true,
    description: "Templates of the council's library, with what the lint says of each. Open to every role.",
  })
  async playbooks(@Args(() => PlaybookArgs) { hazard, first, after }: PlaybookArgs, @Ctx() { hub }: Context): Promise<PlaybookConnection> {
    const { nodes, ...page } = valueOrError(await listPlaybooks(hub, { hazard: hazard ?? null, first, after: after ?? null }))
    return { ...page, nodes: nodes.map(toPlaybook) }
  }

  @Query(() => ProtectionPlaybookConnection, {
    nullable: true,
    description: 'Standing playbooks: abuse, suicide risk, care after a hard call. Open to every role.',
  })
  async protectionPlaybooks(@Args(() => LibraryArgs) args: LibraryArgs, @Ctx() { hub }: Context): Promise<ProtectionPlaybookConnection> {
    const { nodes, ...page } = valueOrError(await listProtections(hub, { first: args.first, after: args.after ?? null }))
    return { ...page, nodes: nodes.map(toProtection) }
  }

  @Query(() => ExerciseScenarioConnection, { nullable: true, description: 'Exercises as they are planned. Open to every role.' })
  async exerciseScenarios(@Args(() => LibraryArgs) args: LibraryArgs, @Ctx() { hub }: Context): Promise<ExerciseScenarioConnection> {
    const { nodes, ...page } = valueOrError(await listExercises(hub, { first: args.first, after: args.after ?? null }))
    return { ...page, nodes: nodes.map(toExercise) }
  }
}
