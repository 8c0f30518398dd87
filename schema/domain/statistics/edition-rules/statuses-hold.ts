import { inFile, packIssue, type EditionRule } from './edition-rule.js'

/** A status with a number has a quality and no missing reason, one without has a missing reason, no quality and no rules (S4). */
export const statusesHold: EditionRule = ({ codelists }) =>
  codelists.codelists.flatMap((list, i) =>
    (list.kind === 'statuses' ? list.items : []).flatMap((status, j) => {
      const isSound = status.has_value
        ? status.quality !== null && status.missing_reason === null && status.rules !== 'none'
        : status.quality === null && status.missing_reason !== null && status.rules === 'none'
      if (isSound) return []
      return packIssue({
        code: 'EDITION_SHAPE',
        path: inFile('codelists', 'codelists', i, 'items', j),
        ko: status.has_value
          ? `값이 있는 상태 "${status.code}"에는 quality와 rules(full, warn)가 있고 missing_reason이 없어야 합니다.`
          : `값이 없는 상태 "${status.code}"에는 missing_reason과 rules: none이 있고 quality가 없어야 합니다.`,
        en: `the status "${status.code}" ${status.has_value ? 'carries' : 'carries no'} number and its other fields say otherwise.`,
        expected: status.has_value ? 'a quality, rules full or warn, no missing_reason' : 'a missing_reason, rules none, no quality',
        got: `quality ${status.quality ?? 'none'}, missing_reason ${status.missing_reason ?? 'none'}, rules ${status.rules}`,
      })
    }),
  )
