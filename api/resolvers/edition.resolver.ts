import { Arg, Ctx, Query, Resolver } from 'type-graphql'
import { EditionDocument, LoadedEdition } from '../../schema/graphql/edition.js'
import type { Context } from '../context.js'
import { listLoadedEditions, readEditionDocument } from '../operations/list-definitions.js'

@Resolver()
export class EditionResolver {
  @Query(() => EditionDocument, {
    nullable: true,
    description: 'A published edition; null when there is none of that code. Open to every caller.',
  })
  async edition(
    @Ctx() { hub }: Context,
    @Arg('code', () => String, { nullable: true, description: 'Code of the edition; null for the one in force.' }) code?: string | null,
  ): Promise<EditionDocument | null> {
    const edition = await readEditionDocument(hub, code ?? null)
    return edition === null ? null : { code: edition.code, contentHash: edition.contentHash, document: edition.pack }
  }

  @Query(() => [LoadedEdition], {
    nullable: true,
    description: 'Every edition that was loaded, the one that starts last first. Open to every caller.',
  })
  async editions(@Ctx() { hub }: Context): Promise<readonly LoadedEdition[]> {
    return listLoadedEditions(hub)
  }
}
