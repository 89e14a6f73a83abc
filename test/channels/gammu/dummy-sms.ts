/** An SMS as the dummy device keeps it, in Gammu's own form for backups. */
export interface DummySms {
  readonly kind: 'Deliver' | 'Status_Report'
  readonly from: string
  /** Of a report `Delivered` or `Failed`: what Gammu makes of the network's status. */
  readonly text: string
  readonly at: Date
  /** In hexadecimal; empty for none. */
  readonly udh: string
}

const LINE_UNITS = 50

/** The device's centre, and its name of every message that it sends. */
const CENTRE = '123456'
const REFERENCE = 255

export const dummySms = ({ kind, from, text, at, udh }: DummySms): string => {
  const instant = at.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const units = [...Array(Math.ceil(text.length / LINE_UNITS)).keys()].map((nth) => {
    const line = Buffer.from(text.slice(nth * LINE_UNITS, (nth + 1) * LINE_UNITS), 'utf16le').swap16()
    return `Text${String(nth).padStart(2, '0')} = ${line.toString('hex').toUpperCase()}`
  })
  return [
    '[SMSBackup000]',
    `PDU = ${kind}`,
    `SMSC = "${CENTRE}"`,
    `DateTime = ${instant}`,
    `SMSCDateTime = ${instant}`,
    'State = UnRead',
    `Number = "${from}"`,
    'Name = ""',
    ...(udh === '' ? [] : [`UDH = ${udh}`]),
    ...units,
    'Coding = Unicode_No_Compression',
    'Folder = 1',
    `Length = ${text.length}`,
    'Class = -1',
    `MessageReference = ${kind === 'Status_Report' ? REFERENCE : 0}`,
    '',
  ].join('\n')
}
