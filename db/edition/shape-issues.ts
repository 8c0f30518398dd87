import type * as z from 'zod'
import { issue, type Issue } from '../../schema/domain/issue.js'

/** What a fault of shape says to the one who wrote the file: EDITION_SHAPE at its place, one issue for each unknown key. */
export function shapeIssues(file: string, fault: z.core.$ZodIssue): readonly Issue[] {
  const path = [`${file}.yaml`, ...fault.path.map(step => (typeof step === 'number' ? step : String(step)))]
  if (fault.code === 'unrecognized_keys') return fault.keys.map(key => unknownKey([...path, key], key, fault.message))
  const expected = expectedBy(fault)
  const got = fault.input === undefined ? 'nothing' : JSON.stringify(fault.input).slice(0, 80)
  return [
    issue({
      code: 'EDITION_SHAPE',
      path,
      messageKo: `${path.join('.')} 값을 받아들일 수 없습니다. 입력값 ${got}, 필요한 값: ${expected}`,
      messageEn: `${path.join('.')} is ${got}; accepted is ${expected}.`,
      expected,
      got,
    }),
  ]
}

const unknownKey = (path: readonly (string | number)[], key: string, expected: string): Issue =>
  issue({
    code: 'EDITION_SHAPE',
    path,
    messageKo: `${path.join('.')}: 알 수 없는 항목 이름 "${key}"입니다.`,
    messageEn: `${path.join('.')}: nobody knows a key "${key}".`,
    expected,
    got: key,
  })

function expectedBy(fault: z.core.$ZodIssue): string {
  switch (fault.code) {
    case 'invalid_type':
      return `a value of type ${fault.expected}`
    case 'invalid_value':
      return fault.values.map(String).join(', ')
    case 'too_small':
      return fault.origin === 'array' ? `a list of ${fault.minimum} or more` : fault.origin === 'string' ? fault.message : `${fault.minimum} or more`
    case 'too_big':
      return `${fault.maximum} or less`
    default:
      return fault.message
  }
}
