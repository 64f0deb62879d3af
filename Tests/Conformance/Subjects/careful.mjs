// A correct key writer for Node that compares before it removes: fstat after opening, lstat before unlinking.
//
// libuv takes an interrupted close for a success, so what was written is read back.

import { generateKeyPairSync, randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import process from 'node:process'

// A handler keeps a signal from ending the process; the work below is one stretch of synchronous code.
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => {})

function complain(text) {
  try {
    fs.writeSync(2, `keygen: ${text}\n`)
  } catch {
    // A message must not stop the rollback.
  }
}

function parse(args) {
  let directory = '.'
  for (let i = 0; i < args.length; i++) {
    if (args[i].startsWith('--output-dir=')) directory = args[i].slice(13)
    else if (['-o', '--output-dir'].includes(args[i]) && i + 1 < args.length) directory = args[++i]
    else throw new Error(`unexpected argument: ${args[i]}`)
  }
  if (directory === '') throw new Error('the directory must not be empty')
  return directory
}

function version6() {
  const microseconds = BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e3))
  const ticks = (microseconds * 10n + 0x01b21dd213814000n).toString(16).padStart(15, '0')
  const tail = randomBytes(8)
  tail[0] = (tail[0] & 0x3f) | 0x80
  tail[2] |= 1
  const text = tail.toString('hex')
  return [ticks.slice(0, 8), ticks.slice(8, 12), '6' + ticks.slice(12), text.slice(0, 4), text.slice(4)].join('-')
}

function makeSets() {
  const { crv, kty, x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const common = { kty, crv, alg: 'EdDSA', kid: version6(), x }
  return [common, { ...common, d }].map((key) => Buffer.from(JSON.stringify({ keys: [key] }) + '\n'))
}

class File {
  constructor(path, mode) {
    this.path = path
    this.mode = mode
    this.isMade = false
    this.identity = null
  }

  put(text) {
    const descriptor = fs.openSync(this.path, 'wx', this.mode)
    this.isMade = true
    let closed = false
    try {
      this.identity = fs.fstatSync(descriptor, { bigint: true })
      fs.fchmodSync(descriptor, this.mode)
      for (let rest = text; rest.length > 0; ) rest = rest.subarray(fs.writeSync(descriptor, rest))
      fs.fsyncSync(descriptor)
      closed = true
      fs.closeSync(descriptor)
    } finally {
      if (!closed) fs.closeSync(descriptor)
    }
    if (!fs.readFileSync(this.path).equals(text)) throw new Error(`${this.path} does not read as it was written`)
  }

  undo() {
    if (!this.isMade) return
    try {
      const now = fs.lstatSync(this.path, { bigint: true })
      const isSame = !this.identity || (now.ino === this.identity.ino && now.dev === this.identity.dev)
      if (isSame) fs.unlinkSync(this.path)
    } catch (error) {
      if (error.code !== 'ENOENT') complain(`left behind: ${error.message}`)
    }
  }
}

function refuseExisting(path) {
  try {
    fs.lstatSync(path)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  throw new Error(`${path} already exists`)
}

function flushDirectory(path) {
  const descriptor = fs.openSync(path, 'r')
  try {
    fs.fsyncSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

function writePair(directory) {
  fs.mkdirSync(directory, { recursive: true })
  const publicFile = new File(`${directory}/pubkey.json`, 0o644)
  const privateFile = new File(`${directory}/privkey.json`, 0o600)
  for (const file of [privateFile, publicFile]) refuseExisting(file.path)
  const [publicText, privateText] = makeSets()
  try {
    publicFile.put(publicText)
    privateFile.put(privateText)
    flushDirectory(directory)
  } catch (error) {
    privateFile.undo()
    publicFile.undo()
    throw error
  }
}

try {
  const directory = parse(process.argv.slice(2))
  writePair(directory)
  fs.writeSync(1, `✔ private key set written to: ${directory}/privkey.json\n`)
  fs.writeSync(1, `✔ public key set written to: ${directory}/pubkey.json\n`)
} catch (error) {
  complain(error.message)
  process.exitCode = 1
}
