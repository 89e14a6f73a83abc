import { maskContacts } from '../masking.ts'

const MAX_SHOWN = 80

/** A contact as it may be shown: an email's domain, or a number's last 3 digits. */
export const maskContact = (text: string): string => {
  const at = text.lastIndexOf('@')
  if (at >= 0)
    return `***@${text
      .slice(at + 1)
      .trim()
      .slice(0, MAX_SHOWN)}`
  const digits = text.replace(/\D/g, '')
  return digits.length > 3 ? `***${digits.slice(-3)}` : '***'
}

const clip = (text: string): string => (text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1)}…` : text)

/** A name out of what somebody sent, for a fault's `path`: at most 200 characters, without contacts. */
export const showName = (name: string): string => maskContacts(name.slice(0, 400)).slice(0, 200)

/** Text for a fault's `got`: quoted, short, without contacts. */
export const showText = (text: string): string => JSON.stringify(clip(maskContacts(text.slice(0, 4 * MAX_SHOWN))))

/** A value for a fault's `got`; `contact` says that the place is one for contacts. */
export const show = (value: unknown, contact = false): string => {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return contact ? JSON.stringify(maskContact(value)) : showText(value)
  if (typeof value === 'number') return contact ? maskContact(String(value)) : maskContacts(String(value))
  if (Array.isArray(value)) return `a list of ${(value as readonly unknown[]).length}`
  return value !== null && typeof value === 'object' ? 'an object' : String(value)
}
