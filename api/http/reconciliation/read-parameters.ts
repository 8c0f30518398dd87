import { badRequest } from '../door-refusal.js'

const MOST_PARAMETERS = 32

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw badRequest('매개변수가 올바른 UTF-8이 아닙니다.', 'A parameter is not UTF-8.') // a broken escape
  }
}

/** The parameters of a form or of an address, strictly: each once, as UTF-8. Throws a refusal with status 400. */
export function readParameters(text: string): ReadonlyMap<string, string> {
  const pairs = text === '' ? [] : text.split('&', MOST_PARAMETERS + 1)
  if (pairs.length > MOST_PARAMETERS) throw badRequest('매개변수가 너무 많습니다.', 'There are too many parameters.')
  const parameters = new Map<string, string>()
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    const name = decode(at === -1 ? pair : pair.slice(0, at))
    if (parameters.has(name)) throw badRequest('같은 매개변수가 두 번 나옵니다.', 'A parameter is given twice.')
    parameters.set(name, at === -1 ? '' : decode(pair.slice(at + 1)))
  }
  return parameters
}
