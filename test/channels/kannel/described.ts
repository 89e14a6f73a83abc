import type { z } from 'zod'
import { kannelSection, readKannel } from '../../../config/gateway-kannel.ts'
import type { TemplateGateway } from '../../../config/gateway-template-reading.ts'
import type { Fault } from '../../../src/errors.ts'
import { USER } from './a-kannel.ts'

export const SECRET = 'kunci-kunci-kunci-7'

/** The gateway `kannel` of a section of channels.yaml. Throws where that has a fault. */
export const describedKannel = (section: Partial<z.input<typeof kannelSection>>): TemplateGateway => {
  const faults: Fault[] = []
  const given = kannelSection.parse({
    kind: 'kannel',
    url: 'http://127.0.0.1:9/',
    ...USER,
    callback: 'http://127.0.0.1:9',
    secret: SECRET,
    ...section,
  })
  const read = readKannel(given, 'kannel', (key, written, check) => {
    check(key, written, faults)
    return written
  })
  if (read === null || faults.length > 0) throw new Error(JSON.stringify(faults))
  return read
}
