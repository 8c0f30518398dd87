import { issue, type Issue } from '../../schema/domain/issue.js'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether the text can be the id of a word, of a version of its meaning or of a decision. */
export const isTermId = (text: string): boolean => UUID.test(text)

export const unknownCenter = (got: string): Issue =>
  issue({
    code: 'CENTER_UNKNOWN',
    path: ['center'],
    messageKo: '그런 센터가 없거나 볼 수 없습니다.',
    messageEn: 'There is no such center that you may see.',
    expected: 'code of a center, as listed by centers',
    got: got.slice(0, 40),
  })
