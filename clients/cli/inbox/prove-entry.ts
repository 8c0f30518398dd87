import { readEntry, verifyContent, type FeedEntry, type HubClient } from '../../sdk/index.js'

/** What a text was checked against. `isBroken`: it is not what it claims to be, and nobody should follow it. */
export type Proof = { readonly text: string; readonly isSigned: boolean; readonly isBroken: boolean }

const unsigned = (text: string): Proof => ({ text, isSigned: false, isBroken: false })
const broken = (text: string): Proof => ({ text, isSigned: false, isBroken: true })

/** Checks the text of a message against its hash, and against the hub's signature by the keys that the hub publishes. */
export async function proveEntry(hub: HubClient, entry: FeedEntry): Promise<Proof> {
  if (entry.message === null) return unsigned('글: 우리 센터에 닿기 전에 끝난 안내라 글이 없습니다. (ended before it reached this center)')
  const message = readEntry(entry)
  if (message === null) return broken('!! 글이 확인값과 맞지 않습니다. (the text is not what its hash says)')
  const { contentSignature: signature } = entry
  if (signature === null) return unsigned('글의 확인값이 맞습니다. 서명은 아직 없습니다. (the text is what its hash says; not signed yet)')
  const keys = await hub.messageKeys()
  if (!keys.ok) return unsigned('글의 확인값이 맞습니다. 서명할 때 쓴 키를 받지 못했습니다. (hash good; the keys could not be had)')
  const isSigned = verifyContent(message, signature, keys.value)
  const key = signature.keyId.slice(0, 16)
  return isSigned
    ? {
        text: `글의 서명이 맞습니다. 협의체가 알린 키인지 견주십시오: ${key}… (signature good; compare the key with the announced one)`,
        isSigned,
        isBroken: false,
      }
    : broken(`!! 글의 서명이 맞지 않습니다. 키 ${key}… (the signature does not hold)`)
}
