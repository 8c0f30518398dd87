import type { PageKind } from './page.js'

export type PageWords = { readonly ko: string; readonly en: string }

/** What happened, and what whoever reads it does then. */
export type PageSaid = { readonly what: PageWords; readonly todo: PageWords }

const words = (ko: string, en: string): PageWords => ({ ko, en })

// Whoever is woken has a terminal before a program that speaks GraphQL: `inbox list` prints each command that follows.
const ACKNOWLEDGE = words(
  '발령을 읽고 확인하십시오: hub120 inbox list (프로그램이면 acknowledgeMessage).',
  'Read the message and acknowledge it: hub120 inbox list (a program: acknowledgeMessage).',
)
const APPLY = words(
  '자리마다 알리고 답하십시오: hub120 inbox apply (프로그램이면 applyMessage).',
  'Brief the desks and answer: hub120 inbox apply (a program: applyMessage).',
)
const LOOK = words('허브의 상황판(activationBoard)을 보고 조치하십시오.', 'Look at the board (activationBoard) and act.')
const CALL = words(
  '센터에 전화하고 결과를 completePhoneTask로 남기십시오.',
  'Call the center and keep what came of it (completePhoneTask).',
)

/** By kind; `%` stands for the center. */
const SAID: Readonly<Record<PageKind, PageSaid>> = {
  CLOSED_CENTER: { what: words('%: 운영 시간이 아닌 때에 발령이 왔습니다', '%: a message came while doors are closed'), todo: ACKNOWLEDGE },
  OTHER_CHANNEL: {
    what: words('%: 발령이 센터 시스템에 닿지 않아 이 길로 알립니다', '%: a message has not reached the system of the center'),
    todo: ACKNOWLEDGE,
  },
  LADDER_DUTY: { what: words('%: 발령을 아직 확인하지 않았습니다', '%: a message waits for its acknowledgment'), todo: ACKNOWLEDGE },
  LADDER_MANAGER: {
    what: words('%: 당직이 발령을 확인하지 않았습니다', '%: the duty desk has not acknowledged a message'),
    todo: ACKNOWLEDGE,
  },
  UNDELIVERED: {
    what: words('%: 발령이 5분 넘게 센터에 닿지 않았습니다', '%: a message has not reached the center for five minutes'),
    todo: LOOK,
  },
  LADDER_COORDINATOR: { what: words('%: 센터가 발령을 확인하지 않습니다', '%: the center does not acknowledge a message'), todo: LOOK },
  LADDER_PHONE: { what: words('%: 전화로 확인해야 합니다', '%: has to be called'), todo: CALL },
  APPLY_DUTY: { what: words('%: 확인한 발령을 아직 적용하지 않았습니다', '%: an acknowledged message is not applied yet'), todo: APPLY },
  APPLY_MANAGER: { what: words('%: 당직이 발령을 적용하지 않았습니다', '%: the duty desk has not applied a message'), todo: APPLY },
  APPLY_COORDINATOR: {
    what: words('%: 센터가 확인한 발령을 적용하지 않습니다', '%: the center does not apply what it acknowledged'),
    todo: LOOK,
  },
  APPLY_PHONE: { what: words('%: 적용을 전화로 확인해야 합니다', '%: has to be called about applying a message'), todo: CALL },
  DIGEST: { what: words('%: 오늘 확인할 관심 단계 발령', '%: messages of level attention to read today'), todo: ACKNOWLEDGE },
  RATIFICATION: {
    what: words('긴급 발령이 사후 승인을 기다립니다', 'A message that one commander sent waits for ratification'),
    todo: words(
      'decideRatification으로 승인하거나 거절하십시오. 결정이 없으면 두 시간 안에 끝납니다.',
      'Ratify or refuse it (decideRatification); without a decision it ends within two hours.',
    ),
  },
  REJECTED: { what: words('%: 발령을 거절했습니다', '%: rejected a message'), todo: LOOK },
  UNSENDABLE: { what: words('발령문을 만들 수 없어 보내지 못하고 있습니다', 'A message cannot be made and is not sent'), todo: LOOK },
  SUSPECT: {
    what: words('%: 수신처가 이상합니다', '%: an endpoint looks wrong'),
    todo: words(
      '센터에 연락하고 등록을 고치십시오. 허브는 계속 시도합니다.',
      'Call the center and mend the registration; the hub tries on.',
    ),
  },
  MISSED: {
    what: words('예약한 문안이 제때 나가지 못해 보내지 않았습니다', 'A scheduled text was not sent: its time was over'),
    todo: LOOK,
  },
  PUBLISH_REFUSED: { what: words('예약한 문안을 보낼 수 없어 되돌렸습니다', 'A scheduled text may not be sent any more'), todo: LOOK },
  REVIEW_DUE: {
    what: words('문안의 점검일이 다가왔거나 지났습니다', 'A playbook is to be reviewed'),
    todo: words('주관기관에 확인하고 새 판에 반영하십시오.', 'Ask its lead agency and bring it into the next edition.'),
  },
  EXPIRING: {
    what: words('발령이 곧 끝납니다', 'A message ends soon'),
    todo: words('연장하거나 끝나게 두십시오.', 'Extend it, or let it end.'),
  },
  ALL_CLEAR_UNSENT: {
    what: words('발령이 끝났으나 해제 문안을 보내지 못했습니다', 'A message has ended and its all-clear could not be sent'),
    todo: words('해제 문안을 직접 써서 보내십시오.', 'Write the all-clear and send it.'),
  },
  PROPOSAL: {
    what: words('공개된 재난 소식이 발령할 문안을 제안합니다', 'What others told the public suggests a playbook'),
    todo: words(
      'playbookProposals에서 보고 쓰거나, 쓰지 않는 까닭을 적으십시오.',
      'Look at playbookProposals; take it up, or say why not.',
    ),
  },
  DRILL_CUE: {
    what: words('훈련 진행표의 다음 차례입니다', 'The plan of the drill has its next cue'),
    todo: words('drills에서 보고 진행하십시오.', 'Look at drills and go on.'),
  },
  DRILL_INJECT_REFUSED: { what: words('훈련의 발령을 보낼 수 없습니다', 'A message of the drill could not be sent'), todo: LOOK },
  DRILL_MISSED: {
    what: words('예정한 훈련이 시작되지 못했습니다', 'A planned drill did not begin'),
    todo: words('drills에서 까닭을 보고 다시 계획하십시오.', 'See why in drills, and plan it anew.'),
  },
  NO_CONTACT: {
    what: words('%: 알릴 연락처가 등록되어 있지 않습니다', '%: there is no contact to tell'),
    todo: words(
      '다른 길로 알리고, 관리자에게 setContact를 부탁하십시오.',
      'Tell them another way, and have an administrator enter a contact (setContact).',
    ),
  },
}

/** Words of a page; of a kind that is not known here, its name. */
export function wordsOfPage({ kind, center }: { readonly kind: string; readonly center: PageWords | null }): PageSaid {
  const { what, todo } = (SAID as Readonly<Record<string, PageSaid | undefined>>)[kind] ?? { what: words(kind, kind), todo: LOOK }
  return { what: words(named(what.ko, center?.ko), named(what.en, center?.en)), todo }
}

const named = (text: string, center: string | undefined): string =>
  center === undefined ? text.replace(/^%: /, '') : text.replace('%', center)
