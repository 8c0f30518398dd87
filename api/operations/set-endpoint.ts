import { randomUUID } from 'node:crypto'
import { recordSpan, requireInstant } from '../../db/queries/registry.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { checkInstants } from './caller-refusals.js'
import { actOnRegistry, type RegistryAct } from './registry-act.js'
import { inputFault, inThePast } from './registry-refusals.js'

export type EndpointToSet = {
  readonly center: string
  readonly kind: 'ACTUAL' | 'DRILL'
  readonly url: string
  readonly secretRef: string
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly reason: string
}

const SECRET_NAME = /^[a-z0-9][a-z0-9._/-]{0,99}$/
const LONGEST_URL = 500

/** Registers where a center takes its messages, from an instant on; the one before ends then. Nothing is sent by this. */
export async function setEndpoint(hub: Hub, caller: Caller, input: EndpointToSet): Promise<Outcome<RegistryAct>> {
  const { center, kind, url, secretRef, validFrom, validTo, reason } = input
  const faults = [...(await checkUrl(hub, url)), ...checkSecretRef(secretRef), ...checkInstants('validTo', validFrom, validTo)]
  return actOnRegistry(hub, caller, {
    request: { action: 'endpoint.set', center, reason, faults },
    work: async ({ tx, centerId }) => {
      const { at, isPast } = await requireInstant(tx, validFrom)
      if (isPast) return [inThePast('validFrom', at)]
      const row = { id: randomUUID(), center_id: centerId, kind, url, secret_ref: secretRef, valid_from: at, valid_to: validTo }
      await recordSpan(tx, 'endpoints', { key: { center_id: centerId, kind }, row })
      return []
    },
  })
}

/**
 * https, a name and not an address of this machine or network, no password in it, nothing behind a fragment; and the name leads nowhere that deliveries do not
 * go. A name that nobody knows yet is taken: each delivery asks again. The name is asked for only where the caller may set endpoints.
 */
async function checkUrl(hub: Hub, text: string): Promise<readonly Issue[]> {
  const url = URL.canParse(text) && text.length <= LONGEST_URL && !/\s/.test(text) ? new URL(text) : null
  const isGood = url?.protocol === 'https:' && url.username === '' && url.password === '' && url.hash === '' && isPublicName(url.hostname)
  if (isGood && (await hub.checkReach(text)) !== 'refused') return []
  return [
    inputFault('BAD_USER_INPUT', 'url', {
      ko: '수신처는 https 주소여야 하며, 비밀번호를 담거나 내부 주소로 이어질 수 없습니다.',
      en: 'An endpoint is an https address by a public name that leads to no internal address, without a password in it.',
      expected: `https://name/path on port 443 or 8443, up to ${LONGEST_URL} characters`,
    }),
  ]
}

const isPublicName = (host: string): boolean =>
  /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/.test(host) && !/\.(local|localhost|internal)$/.test(host)

/** The name of a secret in the operator's vault; what looks like the secret itself is refused and not repeated. */
const checkSecretRef = (name: string): readonly Issue[] =>
  SECRET_NAME.test(name) && !name.startsWith('whsec')
    ? []
    : [
        inputFault('BAD_USER_INPUT', 'secretRef', {
          ko: '비밀의 이름만 적으십시오(소문자, 숫자, 점, 밑줄, 빗금, 붙임표 1~100자). 비밀 자체는 받지 않습니다.',
          en: 'Give the name of the secret only (1 to 100 of a-z 0-9 . _ / -); the secret itself is not accepted.',
          expected: 'name of a secret, for example busan/actual',
        }),
      ]
