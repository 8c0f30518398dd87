import { issue, type Issue, type IssueCode } from '../../schema/domain/issue.js'
import { checkFreeText } from './text-refusals.js'

const LONGEST_REASON = 500

type Said = { readonly ko: string; readonly en: string; readonly expected: string; readonly got?: string | null }

/** A fault of one field of a request about playbooks. */
export const playbookFault = (code: IssueCode, field: readonly (string | number)[], { ko, en, expected, got = null }: Said): Issue =>
  issue({ code, path: ['input', ...field], messageKo: ko, messageEn: en, expected, got: got === null ? null : got.slice(0, 120) })

/** Acts that stop, repeat or override something say why. */
export function checkActReason(reason: string, field = 'reason'): readonly Issue[] {
  if (reason.trim() !== '' && reason.length <= LONGEST_REASON) return checkFreeText(reason, ['input', field])
  return [
    playbookFault('REASON_REQUIRED', [field], {
      ko: `까닭을 1~${LONGEST_REASON}자로 적으십시오.`,
      en: `Say why, in 1 to ${LONGEST_REASON} characters.`,
      expected: `1 to ${LONGEST_REASON} characters`,
      got: String(reason.length),
    }),
  ]
}

const NOT_FOUND_EXPECTED: Readonly<Record<string, string>> = {
  activation: 'id of an activation, as listed by activations',
  version: 'id of a text, as listed by playbookVersions',
  drill: 'id of a drill, of its plan or of its activation, as listed by drills',
}

export const notFound = (field: string, got: string): Issue =>
  playbookFault('NOT_FOUND', [field], {
    ko: '그런 것이 없습니다.',
    en: 'There is no such thing.',
    expected: NOT_FOUND_EXPECTED[field] ?? `id of a ${field}, as told by activation`,
    got,
  })

export const templateUnknown = (got: string, known: readonly string[]): Issue =>
  playbookFault('PLAYBOOK_UNKNOWN', ['template'], {
    ko: `이 재난에 쓸 문안 "${got.slice(0, 40)}"이(가) 없습니다.`,
    en: `There is no playbook "${got.slice(0, 40)}" for this hazard.`,
    expected: known.join(', '),
    got,
  })

export const levelNotOffered = (got: string, offered: readonly string[]): Issue =>
  playbookFault('LEVEL_NOT_OFFERED', ['level'], {
    ko: `이 문안은 ${got} 단계에 쓰지 않습니다. 쓸 수 있는 단계: ${offered.join(', ')}`,
    en: `This playbook is not for level ${got}; it is for ${offered.join(', ')}.`,
    expected: offered.join(', '),
    got,
  })

export const expiryNotAllowed = (got: string, latest: string): Issue =>
  playbookFault('EXPIRY_NOT_ALLOWED', ['expiresAt'], {
    ko: `만료 시각 ${got}은(는) 쓸 수 없습니다. 지금보다 뒤이고 ${latest}까지여야 합니다.`,
    en: `It cannot expire at ${got}; give an instant from now until ${latest}.`,
    expected: `later than now, ${latest} at the latest`,
    got,
  })

export const headMoved = (baseSeq: number, headSeq: number): Issue =>
  playbookFault('HEAD_MOVED', ['version'], {
    ko: `이 문안은 ${baseSeq}회차 뒤에 쓴 것인데 지금은 ${headSeq}회차가 나가 있습니다. 새 회차를 보고 다시 쓰십시오.`,
    en: `This text was written after message ${baseSeq}; message ${headSeq} has gone out since. Look at it and edit the text.`,
    expected: `a text written after message ${headSeq}`,
    got: String(baseSeq),
  })

export const noTargets = (unknown: readonly string[] = []): Issue =>
  playbookFault('NO_TARGETS', ['areas'], {
    ko: `이 지역으로 발령을 받을 회원 센터가 한 곳도 없습니다. ${
      unknown.length === 0 ? 'previewBroadcast에서 대상을 확인하십시오.' : `허브가 모르는 지역: ${unknown.join(', ')}. ${AREA_WORDS.ko}`
    }`,
    en: `No member center would get it in these areas; ${
      unknown.length === 0 ? 'see previewBroadcast.' : `the hub does not know ${unknown.join(', ')}. ${AREA_WORDS.en}`
    }`,
    expected: 'areas with one member center at least',
  })

const AREA_WORDS = {
  ko: '부산, 부산광역시, KR-26, 26, busan, all(모든 센터) 가운데 하나처럼 적으십시오.',
  en: 'Write an area as 부산, 부산광역시, KR-26, 26, busan, or all.',
}

/** It goes out all the same: a sea or a mountain may be named beside the regions that are told. But nobody is reached by such a name, and people have to see that. */
export const areaReachesNobody = (area: string, index: number): Issue => ({
  ...playbookFault('REGION_UNKNOWN', ['areas', index], {
    ko: `지역 "${area.slice(0, 40)}"은(는) 허브가 몰라서 그곳 센터에는 나가지 않습니다. ${AREA_WORDS.ko}`,
    en: `The hub does not know the area "${area.slice(0, 40)}": no center gets it by that name. ${AREA_WORDS.en}`,
    expected: 'a region or a center that the hub knows',
    got: area,
  }),
  severity: 'warning',
})

export const targetsChanged = (
  { lost, gained }: { readonly lost: readonly string[]; readonly gained: readonly string[] },
  now: number,
): Issue => {
  const told = (ko: string, en: string, codes: readonly string[]) =>
    codes.length === 0 ? { ko: '', en: '' } : { ko: ` ${ko}: ${codes.join(', ')}.`, en: ` ${en}: ${codes.join(', ')}.` }
  const [gone, come] = [told('빠진 센터', 'No longer among them', lost), told('더해진 센터', 'Not among them then', gained)]
  return playbookFault('TARGETS_CHANGED', ['version'], {
    ko: `대상 센터가 승인할 때와 다르며 지금은 ${now}곳입니다.${gone.ko}${come.ko} 다시 확인하고 승인받으십시오.`,
    en: `The centers are not those that were approved; now they are ${now}.${gone.en}${come.en} Have it approved again.`,
    expected: 'the centers that were approved',
    got: [...lost.map(code => `-${code}`), ...gained.map(code => `+${code}`)].join(' ') || String(now),
  })
}

export const noDrillEndpoint = (centers: readonly string[]): Issue =>
  playbookFault('NO_DRILL_ENDPOINT', ['areas'], {
    ko: `실제 수신처만 있고 훈련 수신처가 없는 센터가 있습니다: ${centers.join(', ')}. 훈련 수신처를 등록하거나 대상에서 빼십시오.`,
    en: `These centers have an endpoint for the real thing and none for drills: ${centers.join(', ')}. Register one, or leave them out.`,
    expected: 'centers with an endpoint of kind DRILL',
    got: centers.join(', '),
  })

type Recent = { readonly activationId: string; readonly sentAt: string; readonly isOver: boolean }

export const recentAlert = ({ activationId: activation, sentAt, isOver }: Recent): Issue =>
  playbookFault('RECENT_ALERT', ['repeatReason'], {
    ko: `같은 재난과 지역의 발령 ${activation}이(가) 24시간 안(${sentAt})에 있었습니다. ${
      isOver ? '그 발령은 이미 끝났으니, 다시 여는 까닭을' : '그 발령에 UPDATE를 쓰십시오. 따로 여는 까닭이 있으면'
    } repeatReason에 적습니다.`,
    en: `Activation ${activation} sent a message of this hazard to this area within 24 hours (${sentAt}). ${
      isOver
        ? 'It has ended: say in repeatReason why there is another one.'
        : 'Draft an UPDATE there, or say in repeatReason why this is another one.'
    }`,
    expected: isOver ? 'a reason' : `an update of ${activation}, or a reason`,
    got: activation,
  })

export const personRequired = (field: string): Issue =>
  playbookFault('PERSON_REQUIRED', [field], {
    ko: '한 사람의 판단으로 하는 일입니다. 사람이 하여야 하며, 프로그램의 토큰으로는 할 수 없습니다.',
    en: 'This is done on the word of one person; the token of a program does not count.',
    expected: 'a person',
  })

export const approverIsAuthor = (): Issue =>
  playbookFault('APPROVER_IS_AUTHOR', ['version'], {
    ko: '문안을 쓰거나 고친 사람은 그 문안을 승인할 수 없습니다. 다른 사람의 승인을 받으십시오.',
    en: 'Whoever wrote or edited a text cannot approve it; another person has to.',
    expected: 'a person who wrote no revision of it',
  })

export const approverIsProgram = (): Issue =>
  playbookFault('APPROVER_IS_PROGRAM', ['version'], {
    ko: '승인과 긴급 발령은 사람만 할 수 있습니다. 프로그램의 토큰으로는 할 수 없습니다.',
    en: 'Approvals and break-glass are for persons; the token of a program does not count.',
    expected: 'a person',
  })

export const approvalOfOtherContent = (got: string, stands: string): Issue =>
  playbookFault('APPROVAL_OF_OTHER_CONTENT', ['contentHash'], {
    ko: '보고 있던 내용이 그 뒤에 바뀌었습니다. 지금 내용을 읽고 그 해시로 승인하십시오.',
    en: 'The text has changed since it was read; read what stands and approve its hash.',
    expected: stands,
    got,
  })

export const approvedAlready = (): Issue =>
  playbookFault('APPROVED_ALREADY', ['version'], {
    ko: '이미 승인한 내용입니다. 한 사람의 승인은 한 번만 셉니다.',
    en: 'You have approved this content already; one person counts once.',
    expected: 'another person',
  })

export const approvalMissing = (needed: { readonly persons: number; readonly agencies: number }, standing: number): Issue =>
  playbookFault('APPROVAL_MISSING', ['version'], {
    ko: `24시간 안의 승인이 모자랍니다. 필요한 승인: ${needed.persons}명, 서로 다른 기관 ${needed.agencies}곳(지금 ${standing}명).`,
    en: `Approvals of the last 24 hours are missing: ${needed.persons} of ${needed.agencies} agencies are needed, ${standing} stand.`,
    expected: needed.persons === 1 ? 'one person' : `${needed.persons} persons of ${needed.agencies} agencies`,
    got: String(standing),
  })

export const retypedDiffers = (expected: string, got: string): Issue =>
  playbookFault('RETYPED_DIFFERS', ['retyped'], {
    ko: `다시 적은 내용이 다릅니다. 무엇을 몇 곳에 보내는지 확인하고 그대로 적으십시오: ${expected}`,
    en: `What was typed again is not what will be sent; make sure of it and type: ${expected}`,
    expected,
    got,
  })

export const breakGlassNotAllowed = (ko: string, en: string, expected: string): Issue =>
  playbookFault('BREAK_GLASS_NOT_ALLOWED', ['version'], { ko, en, expected })

export const exerciseIncomplete = (field: string): Issue =>
  playbookFault('EXERCISE_INCOMPLETE', [field], {
    ko: '훈련에는 훈련 번호(exerciseId), 참가 센터(participants), 끝나는 시각(endsAt)이 모두 있어야 하고, 실제 발령과 시험에는 없어야 합니다.',
    en: 'An exercise has an id, participants and an end; an actual activation or a test has none of them.',
    expected: 'exerciseId, participants and endsAt together with EXERCISE, and with EXERCISE only',
  })

export const statusImmutable = (field = 'status'): Issue =>
  playbookFault('STATUS_IMMUTABLE', [field], {
    ko: '실제·훈련·시험의 구분은 발령을 열 때 정해지고 바뀌지 않습니다. 다른 구분이면 새 발령을 여십시오.',
    en: 'Actual, exercise or test is decided when an activation is opened and never changes; open another one.',
    expected: 'the status of the activation',
  })

export const libraryMissing = (): Issue =>
  playbookFault('PLAYBOOK_UNKNOWN', ['template'], {
    ko: '문안 모음이 아직 올라 있지 않습니다. 운영자가 playbooks.yaml이 있는 판을 올려야 합니다.',
    en: 'No library of playbooks is loaded; the operator loads an edition with a playbooks.yaml.',
    expected: 'a library',
  })

export const keyRequired = (): Issue =>
  issue({
    code: 'IDEMPOTENCY_KEY_REQUIRED',
    path: ['input', 'idempotencyKey'],
    messageKo: '멱등 키가 필요합니다. 발행마다 다른 200자 이내의 글자를 넣고, 다시 보낼 때는 같은 키를 쓰십시오.',
    messageEn: 'An idempotency key is required: up to 200 characters, another one for each publication, the same one for a retry.',
    expected: '1..200 characters',
  })

export const keyReusedFor = (messageId: string): Issue =>
  issue({
    code: 'IDEMPOTENCY_KEY_REUSED',
    path: ['input', 'idempotencyKey'],
    messageKo: `이 멱등 키로 이미 다른 요청이 처리되었습니다(발령문 ${messageId}). 이 요청은 처리하지 않았으니 새 키로 다시 보내십시오.`,
    messageEn: `This key was used for another request (message ${messageId}). This one was not done; send it under a new key.`,
    expected: 'a key of its own',
    got: messageId,
  })
