import type { Issue } from '../../issue.js'
import { lintIssue, type LintRule } from './lint-rule.js'

/** Characters as a reader counts them: a placeholder counts as its name does not, namely as four. */
const readLength = (line: string): number => Array.from(line.replace(/\{\{[^{}]*\}\}/gu, '○○○○').normalize('NFC')).length

/** Headline, lines and answers are short enough to be read at once; the limits are the library's. */
export const lengthsHold: LintRule = ({ headline_ko, sections, correction, all_clear }, { library: { limits } }) => {
  const script = sections.first_answer_script
  return [
    ...tooLong(['headline_ko'], headline_ko, limits.headline_ko_chars),
    ...(['ko', 'en', 'zh', 'vi'] as const).flatMap(language =>
      tooMany(['sections', 'first_answer_script', language], script[language]?.length ?? 0, limits.script_lines),
    ),
    ...script.ko.flatMap((line, i) => tooLong(['sections', 'first_answer_script', 'ko', i], line, limits.script_line_chars_ko)),
    ...sections.qa.flatMap(({ a, u }, i) => [
      ...tooLong(['sections', 'qa', i, 'a'], a, limits.qa_answer_chars_ko),
      ...tooLong(['sections', 'qa', i, 'u'], u, limits.qa_answer_chars_ko),
    ]),
    ...tooMany(['correction', 'ko'], correction.ko.length, limits.correction_lines),
    ...tooMany(['all_clear', 'ko'], all_clear.ko.length, limits.all_clear_lines),
  ]
}

const tooLong = (path: Issue['path'], line: string, most: number): readonly Issue[] => {
  const length = readLength(line)
  if (length <= most) return []
  return [
    lintIssue({
      code: 'PLAYBOOK_TOO_LONG',
      path,
      ko: `${length}자입니다. 한 번에 읽히도록 ${most}자까지 줄이십시오.`,
      en: `It has ${length} characters; up to ${most} can be taken in at once.`,
      expected: `up to ${most} characters`,
      got: String(length),
    }),
  ]
}

const tooMany = (path: Issue['path'], lines: number, most: number): readonly Issue[] =>
  lines <= most
    ? []
    : [
        lintIssue({
          code: 'PLAYBOOK_TOO_LONG',
          path,
          ko: `${lines}줄입니다. ${most}줄까지 줄이십시오.`,
          en: `It has ${lines} lines; up to ${most} are read.`,
          expected: `up to ${most} lines`,
          got: String(lines),
        }),
      ]
