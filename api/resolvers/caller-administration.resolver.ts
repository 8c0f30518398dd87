import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql'
import {
  ChangeCallerInput,
  OffboardCenterInput,
  RegisterCallerInput,
  RegisteredCallerConnection,
  RevokeCallerInput,
  RotateCallerInput,
} from '../../schema/graphql/registered-caller.js'
import { RegistryChangeResult } from '../../schema/graphql/registry-change.js'
import type { Context } from '../context.js'
import { changeCaller, offboardCenter, registerCaller, revokeCaller, rotateCaller } from '../operations/administer-callers.js'
import { listRegistry } from '../operations/list-registry.js'
import { toChangeResult, toRegisteredCaller } from './registry-view.js'
import { valueOrError } from './value-or-error.js'

@Resolver()
export class CallerAdministrationResolver {
  @Query(() => RegisteredCallerConnection, {
    nullable: true,
    description: 'Everybody who may call, might once, or will, by center and subject. Needs hub:admin.',
  })
  async callers(
    @Ctx() { hub, caller }: Context,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Callers a page, 1 to 500.' }) first: number,
    @Arg('center', () => String, { nullable: true, description: 'Code of a center; null for all and the council.' }) center?: string | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<RegisteredCallerConnection> {
    const question = { table: 'callers', center: center ?? null, first, after: after ?? null } as const
    const page = valueOrError(await listRegistry(hub, caller, question))
    return { ...page, nodes: page.nodes.map(toRegisteredCaller) }
  }

  @Mutation(() => RegistryChangeResult, {
    description: 'Registers a system or person that may call. Its secret stays with the issuer. Needs hub:admin.',
  })
  async registerCaller(
    @Arg('input', () => RegisterCallerInput, { description: 'The caller.' }) input: RegisterCallerInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RegistryChangeResult> {
    const { center = null, validFrom = null, validTo = null, ...said } = input
    return toChangeResult(hub, await registerCaller(hub, caller, { ...said, center, validFrom, validTo }))
  }

  @Mutation(() => RegistryChangeResult, {
    description: 'Gives a caller other scopes or another name from an instant on. Needs hub:admin.',
  })
  async changeCaller(
    @Arg('input', () => ChangeCallerInput, { description: 'What is to hold.' }) input: ChangeCallerInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RegistryChangeResult> {
    const { scopes = null, displayName = null, validFrom = null, ...said } = input
    return toChangeResult(hub, await changeCaller(hub, caller, { ...said, scopes, displayName, validFrom }))
  }

  @Mutation(() => RegistryChangeResult, {
    description: 'Puts a new subject in the place of a registered one; both may be let in for a while. Needs hub:admin.',
  })
  async rotateCaller(
    @Arg('input', () => RotateCallerInput, { description: 'The old subject and the new one.' }) input: RotateCallerInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RegistryChangeResult> {
    const { validFrom = null, oldValidUntil = null, ...said } = input
    return toChangeResult(hub, await rotateCaller(hub, caller, { ...said, validFrom, oldValidUntil }))
  }

  @Mutation(() => RegistryChangeResult, {
    description: 'Ends the access of a caller; without a time, its next request is refused. Needs hub:admin.',
  })
  async revokeCaller(
    @Arg('input', () => RevokeCallerInput, { description: 'Who, when and why.' }) input: RevokeCallerInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RegistryChangeResult> {
    const { at = null, ...said } = input
    return toChangeResult(hub, await revokeCaller(hub, caller, { ...said, at }))
  }

  @Mutation(() => RegistryChangeResult, {
    description: 'Ends the access of every caller of a center, and its endpoints. What it handed in stays. Needs hub:admin.',
  })
  async offboardCenter(
    @Arg('input', () => OffboardCenterInput, { description: 'Which center, when and why.' }) input: OffboardCenterInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RegistryChangeResult> {
    const { at = null, ...said } = input
    return toChangeResult(hub, await offboardCenter(hub, caller, { ...said, at }))
  }
}
