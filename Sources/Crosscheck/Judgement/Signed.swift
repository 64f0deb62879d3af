/// A public key, a message and a signature, each of any length and content.
package struct Signed: Sendable, Equatable {
  /// The public key, 32 bytes if right.
  package var publicKey: [UInt8]
  /// The message.
  package var message: [UInt8]
  /// The signature, 64 bytes if right.
  package var signature: [UInt8]

  /// Makes a triple of bytes as they are.
  package init(publicKey: [UInt8], message: [UInt8], signature: [UInt8]) {
    self.publicKey = publicKey
    self.message = message
    self.signature = signature
  }
}
