import { issue, type Issue } from '../../schema/domain/issue.js'
import type { RemovedText } from '../../schema/domain/submissions/remove-suspect-text.js'
import { findSuspect, findSuspectIdentifier, type SuspectKind } from '../../schema/domain/suspect-text.js'

type Path = Issue['path']

const KINDS_KO: Readonly<Record<SuspectKind, string>> = {
  'resident number': '주민등록번호',
  'card number': '카드번호',
  'phone number': '전화번호',
  'e-mail address': '전자우편 주소',
}

/** Says what kind of thing was found and never what it was: the text must not come back in an answer, a log or an audit entry. */
export const notAccepted = (kind: SuspectKind | null, path: Path): readonly Issue[] =>
  kind === null
    ? []
    : [
        issue({
          code: 'TEXT_NOT_ACCEPTED',
          path,
          messageKo: `개인정보(${KINDS_KO[kind]})로 보이는 글은 받지 않습니다. 사람을 알아볼 수 있는 내용을 빼고 다시 적으십시오.`,
          messageEn: `The text seems to hold a person's data (${kind}) and is not accepted; write it again without.`,
          expected: 'text that names no person',
        }),
      ]

/** Words that were taken out of a batch, each place by its kind. Their rows are rejected; the words are nowhere. */
export const noteRemovedText = (removed: readonly RemovedText[]): readonly Issue[] =>
  removed.map(({ kind, path, sourceRow }) =>
    issue({
      code: 'TEXT_NOT_ACCEPTED',
      severity: 'warning',
      path,
      messageKo: `개인정보(${KINDS_KO[kind]})로 보이는 글을 지우고 그 행을 거절했습니다. 어디에도 남기지 않았습니다.`,
      messageEn: `A text that seems to hold a person's data (${kind}) was taken out and its row rejected; it is kept nowhere.`,
      expected: 'labels and codes that name no person',
      sourceRow,
    }),
  )

/** Free text of people: a reason. */
export const checkFreeText = (text: string, path: Path): readonly Issue[] => notAccepted(findSuspect(text), path)

/** Keys and ids that programs make. */
export const checkIdentifier = (text: string, path: Path): readonly Issue[] => notAccepted(findSuspectIdentifier(text), path)
