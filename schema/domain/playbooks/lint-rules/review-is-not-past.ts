import { lintIssue, type LintRule } from './lint-rule.js'

/** The day by which the council looks at a text again has not passed (Framework Act, art. 34-5: twice a year). */
export const reviewIsNotPast: LintRule = ({ review_by }, { today }) =>
  review_by >= today
    ? []
    : [
        lintIssue({
          code: 'PLAYBOOK_REVIEW_PAST',
          severity: 'warning',
          path: ['review_by'],
          ko: `다시 볼 날(${review_by})이 지난 문안입니다. 내용이 지금도 맞는지 확인하고 쓰십시오.`,
          en: `This text was to be reviewed by ${review_by}; make sure that it still holds.`,
          expected: `${today} or later`,
          got: review_by,
        }),
      ]
