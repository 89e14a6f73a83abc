import { type Fault, InvalidInput } from '../errors.ts'
import { readMobile } from '../intake/phone.ts'
import { isSeenLine } from '../intake/plain-text.ts'
import { maskContact, showText } from '../intake/shown.ts'
import type { Installation } from '../main/installation.ts'
import type { Gazetteer } from '../roster/gazetteer.ts'
import { readRegionCode } from '../roster/region.ts'
import type { Role } from '../store/operators.ts'
import { areaFaults, readArea } from './operator-area.ts'

/** What `operator add` is given. */
export interface Given {
  readonly name: string
  readonly jurisdiction: string
  readonly role: Role
  readonly organisation?: string
  readonly email?: string
  readonly phone?: string
  readonly area?: string
}

const MAX_NAME = 200

/** Of addresses that mail servers take without quoting; whether anybody reads there, no pattern knows. */
const EMAIL = /^[A-Za-z0-9_%+-]+(\.[A-Za-z0-9_%+-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/

const checkedName = (path: string, text: string, faults: Fault[]): string => {
  const name = text.trim()
  if (name === '' || name.length > MAX_NAME || !isSeenLine(name))
    faults.push({ path, got: showText(name), expected: `one line of 1 to ${MAX_NAME} characters` })
  return name
}

const checkedJurisdiction = (text: string, gazetteer: () => Gazetteer, faults: Fault[]): string => {
  const code = text.trim()
  if (code === '') return ''
  const reading = readRegionCode(code)
  const expected = "a Kemendagri code such as 32, 32.04 or 32.04.15.2003, or '' for the whole country"
  if (reading.kind === 'not-a-code')
    faults.push({ path: '--jurisdiction', got: showText(code), expected, hint: reading.hint })
  else if (gazetteer().find(reading.code) === undefined)
    faults.push({ path: '--jurisdiction', got: showText(code), expected, hint: 'no region has this code' })
  return code
}

const checkedPhone = (text: string | undefined, faults: Fault[]): string | null => {
  if (text === undefined || text.trim() === '') return null
  const reading = readMobile(text)
  if (reading.kind === 'phone') return reading.e164
  const got = `${maskContact(text)}, which ${reading.why}`
  faults.push({ path: '--phone', got, expected: 'a mobile number', hint: reading.remedy })
  return null
}

const checkedEmail = (text: string | undefined, faults: Fault[]): string | null => {
  const email = text?.trim() ?? ''
  if (email === '') return null
  if (!EMAIL.test(email) || email.length > 254)
    faults.push({ path: '--email', got: maskContact(email), expected: 'one e-mail address' })
  return email
}

/** The operator that is to be added. Throws InvalidInput that lists every fault at once. */
export const checkedOperator = async (given: Given, { places, sites }: Pick<Installation, 'places' | 'sites'>) => {
  const faults: Fault[] = []
  const { gazetteer } = places
  const name = checkedName('--name', given.name, faults)
  const jurisdiction = checkedJurisdiction(given.jurisdiction, gazetteer, faults)
  const jurisdictionArea = given.area === undefined ? null : await readArea(given.area, faults)
  const operator = {
    name,
    organisation: given.organisation === undefined ? name : checkedName('--organisation', given.organisation, faults),
    jurisdiction,
    jurisdictionArea,
    role: given.role,
    email: checkedEmail(given.email, faults),
    phone: checkedPhone(given.phone, faults),
  }
  if (faults.length === 0 && jurisdictionArea !== null)
    faults.push(...areaFaults(jurisdictionArea, jurisdiction, gazetteer().seats, await sites()))
  if (faults.length > 0) throw new InvalidInput('The operator cannot be added', faults)
  return operator
}
