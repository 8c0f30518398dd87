import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import { ContactConnection, EndContactInput, SetContactInput } from '../../schema/graphql/contacts.js'
import { RegistryChangeResult } from '../../schema/graphql/registry-change.js'
import type { Context } from '../context.js'
import { listContacts } from '../operations/list-contacts.js'
import { endContact, setContact } from '../operations/set-contact.js'
import { RegistryPageArgs, toRegistryQuestion } from './registry-page-args.js'
import { toChangeResult, toContactEntry } from './registry-view.js'
import { valueOrError } from './value-or-error.js'

@Resolver()
export class ContactResolver {
  @Query(() => ContactConnection, {
    nullable: true,
    description:
      'Whom the hub tells when a message is not answered: of the own center with playbooks:ack, of all for coordinators and hub:admin.',
  })
  async contacts(@Args(() => RegistryPageArgs) args: RegistryPageArgs, @Ctx() { hub, caller }: Context): Promise<ContactConnection> {
    const page = valueOrError(await listContacts(hub, caller, toRegistryQuestion(args)))
    return { ...page, nodes: page.nodes.map(toContactEntry) }
  }

  @Mutation(() => RegistryChangeResult, {
    description: 'Registers how a desk is told from an instant on; the way before it at the same place ends then. Needs hub:admin.',
  })
  async setContact(
    @Arg('input', () => SetContactInput, { description: 'The contact.' }) input: SetContactInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RegistryChangeResult> {
    const { center = null, validFrom = null, validTo = null, ...said } = input
    return toChangeResult(hub, await setContact(hub, caller, { ...said, center, validFrom, validTo }))
  }

  @Mutation(() => RegistryChangeResult, { description: 'Ends a contact, now or at an instant. Needs hub:admin.' })
  async endContact(
    @Arg('input', () => EndContactInput, { description: 'Which contact, and when.' }) input: EndContactInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RegistryChangeResult> {
    const { center = null, at = null, ...said } = input
    return toChangeResult(hub, await endContact(hub, caller, { ...said, center, at }))
  }
}
