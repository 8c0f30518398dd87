import { SCOPES, type Scope } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { endsBeforeItBegins, inputFault } from './registry-refusals.js'
import { checkFreeText, checkIdentifier } from './text-refusals.js'

const LONGEST = 100
const SUBJECT = /^[\x21-\x7e]{1,100}$/
/** Rights over the caller's own center; they mean nothing without one. */
const CENTER_SCOPES: readonly string[] = ['stats:write', 'playbooks:ack'] satisfies readonly Scope[]

export const checkSubject = (field: string, subject: string): readonly Issue[] =>
  SUBJECT.test(subject)
    ? checkIdentifier(subject, ['input', field])
    : [
        inputFault('BAD_USER_INPUT', field, {
          ko: '주체(subject)는 빈칸 없는 ASCII 1~100자입니다. 토큰에 적힌 그대로 넣으십시오.',
          en: 'A subject has 1 to 100 ASCII characters without spaces, exactly as in the token.',
          expected: '1 to 100 printable ASCII characters',
        }),
      ]

const checkName = (name: string): readonly Issue[] =>
  name.trim() !== '' && name.length <= LONGEST
    ? checkFreeText(name, ['input', 'displayName'])
    : [
        inputFault('BAD_USER_INPUT', 'displayName', {
          ko: `표시 이름은 1~${LONGEST}자로 적으십시오.`,
          en: `A display name has 1 to ${LONGEST} characters.`,
          expected: `1 to ${LONGEST} characters`,
          got: String(name.length),
        }),
      ]

const checkScopes = (scopes: readonly string[], center: string | null): readonly Issue[] => {
  const known: readonly string[] = SCOPES
  const unknown = scopes.filter(scope => !known.includes(scope))
  if (unknown.length > 0 || scopes.length === 0 || new Set(scopes).size < scopes.length) {
    return [
      inputFault('BAD_USER_INPUT', 'scopes', {
        ko: `권한은 하나 이상을 한 번씩 적으며, 다음 가운데 고릅니다: ${SCOPES.join(', ')}`,
        en: `Scopes are one or more of ${SCOPES.join(', ')}, each once.`,
        expected: SCOPES.join(', '),
        got: unknown.join(', ').slice(0, 80),
      }),
    ]
  }
  const homeless = scopes.filter(scope => CENTER_SCOPES.includes(scope))
  if (center !== null || homeless.length === 0) return []
  return [
    inputFault('BAD_USER_INPUT', 'center', {
      ko: `${homeless.join(', ')} 권한은 센터에 속한 호출자에게만 줄 수 있습니다.`,
      en: `${homeless.join(', ')} can only be given to a caller of a center.`,
      expected: 'code of a center',
    }),
  ]
}

/** Of two instants given, that the second is not before the first. */
export const checkInstants = (field: string, from: string | null, to: string | null): readonly Issue[] =>
  from !== null && to !== null && Date.parse(to) < Date.parse(from) ? [endsBeforeItBegins(field, from, to)] : []

type ToCheck = {
  readonly subject: string
  readonly center: string | null
  readonly scopes: readonly string[]
  readonly displayName: string
  readonly validFrom: string | null
  readonly validTo: string | null
}

export const checkCaller = ({ subject, center, scopes, displayName, validFrom, validTo }: ToCheck): readonly Issue[] => [
  ...checkSubject('subject', subject),
  ...checkScopes(scopes, center),
  ...checkName(displayName),
  ...checkInstants('validTo', validFrom, validTo),
]

export const checkChange = (
  { scopes, displayName }: { readonly scopes: readonly string[] | null; readonly displayName: string | null },
  center: string | null,
): readonly Issue[] => {
  if (scopes === null && displayName === null) {
    return [
      inputFault('BAD_USER_INPUT', 'scopes', {
        ko: '바꿀 권한이나 표시 이름을 적으십시오.',
        en: 'Name the scopes or the display name that is to change.',
        expected: 'scopes or displayName',
      }),
    ]
  }
  return [...(scopes === null ? [] : checkScopes(scopes, center)), ...(displayName === null ? [] : checkName(displayName))]
}
