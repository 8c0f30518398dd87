import iconv from 'iconv-lite'
import { accept, refuse, type Outcome } from '../../../schema/domain/outcome.js'
import { fileIssue } from './source-file.js'

const UNREADABLE = '\uFFFD'

const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text)

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null // not UTF-8, which is the answer
  }
}

/**
 * The text of a file: UTF-8 with or without byte order mark, UTF-16 with one, else CP949 (EUC-KR is part of it), as Korean Windows writes.
 * Refused when it is none of them: no character is ever guessed.
 */
export function decodeText(bytes: Uint8Array): Outcome<string> {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return accept(withoutMark(iconv.decode(bytes, 'utf16-le')))
  if (first === 0xfe && second === 0xff) return accept(withoutMark(iconv.decode(bytes, 'utf16-be')))
  const text = decodeUtf8(bytes) ?? iconv.decode(bytes, 'cp949')
  if (!text.includes(UNREADABLE) && !text.includes('\u0000')) return accept(withoutMark(text))
  return refuse(
    fileIssue({
      ko: '파일의 문자 인코딩을 알 수 없습니다. UTF-8 또는 CP949(EUC-KR)로 저장하십시오.',
      en: 'The characters of the file cannot be read; save it as UTF-8 or CP949 (EUC-KR).',
      expected: 'UTF-8, CP949',
    }),
  )
}
