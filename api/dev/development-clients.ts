import type { NewCaller } from '../../db/queries/callers.js'
import type { Center } from '../../schema/domain/centers/center.js'
import type { Scope } from '../../schema/domain/centers/caller.js'

/** A client of the development issuer and its entry in the hub's registry. */
export type DevelopmentClient = NewCaller & {
  /** Plain and the same everywhere, so that nobody can take it for a real one; null: the client signs with its key. */
  readonly secret: string | null
}

type DevelopmentRole = {
  readonly name: string
  readonly nameKo: string
  readonly scopes: readonly Scope[]
  /** Approvals, corrections and endings are for persons; two who approve are of two agencies. */
  readonly person?: { readonly center: string | null }
}

const ROLES: readonly DevelopmentRole[] = [
  { name: 'analyst', nameKo: '협의체 분석 담당', scopes: ['stats:read'] },
  { name: 'steward', nameKo: '용어 관리 담당', scopes: ['terms:curate'] },
  // What enters published figures takes two of them.
  { name: 'steward-second', nameKo: '용어 관리 담당(둘째)', scopes: ['terms:curate'] },
  {
    name: 'coordinator',
    nameKo: '재난 대응 담당',
    scopes: ['playbooks:author', 'playbooks:approve', 'playbooks:broadcast', 'playbooks:break-glass'],
    person: { center: null },
  },
  { name: 'approver-busan', nameKo: '재난 승인자(부산)', scopes: ['playbooks:approve'], person: { center: 'busan' } },
  {
    name: 'approver-council',
    nameKo: '재난 승인자(협의체)',
    scopes: ['playbooks:approve', 'playbooks:break-glass'],
    person: { center: null },
  },
  { name: 'admin', nameKo: '협의체 관리자', scopes: ['hub:admin'] },
]

/** The client that proves itself with a private key instead of a secret (private_key_jwt). */
export const KEY_CLIENT = 'seoul-key-client'

/**
 * For each center a client of its system (`seoul-client`, secret `dev-seoul`) and one of its duty (`seoul-duty`, `dev-seoul-duty`), one for each council role, and
 * one that signs with a key.
 */
export function listDevelopmentClients(centers: readonly Pick<Center, 'code' | 'nameKo'>[]): DevelopmentClient[] {
  const ofCenters = centers.map(({ code, nameKo }): DevelopmentClient => {
    return { subject: `${code}-client`, secret: `dev-${code}`, kind: 'client', center: code, scopes: ['stats:write'], displayName: nameKo }
  })
  const ofDuties = centers.map(({ code, nameKo }): DevelopmentClient => {
    const [subject, displayName] = [`${code}-duty`, `${nameKo} 당직`]
    return { subject, secret: `dev-${subject}`, kind: 'client', center: code, scopes: ['playbooks:ack'], displayName }
  })
  const ofRoles = ROLES.map(({ name, nameKo, scopes, person }): DevelopmentClient => {
    const kind = person === undefined ? 'client' : 'person'
    return { subject: name, secret: `dev-${name}`, kind, center: person?.center ?? null, scopes, displayName: nameKo }
  })
  const withKey = ofCenters.find(({ center }) => center === 'seoul')
  return [...ofCenters, ...ofDuties, ...ofRoles, ...(withKey === undefined ? [] : [{ ...withKey, subject: KEY_CLIENT, secret: null }])]
}
