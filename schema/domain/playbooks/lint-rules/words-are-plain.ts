import { linesOf } from '../placeholders.js'
import { lintIssue, type LintRule } from './lint-rule.js'

/** Words a caller has to ask about, or that promise what nobody knows, each with what to say instead. */
const HARD_WORDS: readonly (readonly [word: RegExp, instead: string])[] = [
  [/저지대/u, '낮은 곳'],
  [/도복/u, '넘어짐'],
  [/익일/u, '다음 날'],
  [/미상/u, '아직 모름'],
  [/금일/u, '날짜'],
  [/명일/u, '날짜'],
  [/전면\s?통제/u, '모두 막혔습니다'],
  [/우회\s?바랍니다/u, '돌아가십시오'],
  [/유의\s?바랍니다|주의\s?바랍니다/u, '무엇을 할지'],
  [/괜찮을 겁니다|괜찮습니다/u, '아직 확인되지 않았습니다'],
  [/아마(?:도)?\s/u, '아직 확인되지 않았습니다'],
  [/(?<![가-힣])(?:오늘|내일|모레)(?![가-힣])/u, "'11월 21일 오후 6시'처럼 날짜"],
]

/** What is said aloud can be understood at once. Lines that quote what must not be said are left alone. */
export const wordsArePlain: LintRule = playbook =>
  linesOf(playbook)
    .filter(({ path, language }) => language === 'ko' && path[1] !== 'must_not_say' && path[3] !== 'q')
    .flatMap(({ path, line }) =>
      HARD_WORDS.flatMap(([word, instead]) => {
        const found = word.exec(line)?.[0].trim()
        if (found === undefined) return []
        return lintIssue({
          code: 'PLAYBOOK_HARD_WORD',
          severity: 'warning',
          path,
          ko: `"${found}" 대신 쉬운 말이나 확인된 사실로 말하십시오: ${instead}`,
          en: `"${found}" is hard to follow on the telephone or promises too much; say instead: ${instead}`,
          expected: instead,
          got: found,
        })
      }),
    )
