/** A line in Indonesian with its English below. */
export interface Line {
  readonly id: string
  readonly en: string
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** No field may make the page larger than a slow line carries, whatever its sender wrote. */
const MAX_FIELD = 200

export const text = (value: string): string =>
  value.slice(0, MAX_FIELD).replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '')

export const both = ({ id, en }: Line): string => `${text(id)}<small lang="en">${text(en)}</small>`
