// A correct key writer in Java that compares before it removes: device and inode by path, as Java has no fstat.

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.nio.file.attribute.*;
import java.security.*;
import java.security.interfaces.EdECPrivateKey;
import java.time.Instant;
import java.util.*;

public class Careful {
  /** Held while there is work to do: a signal's shutdown waits for it. */
  private static final Object WORK = new Object();

  private static final class Made {
    final Path path;
    private final Set<PosixFilePermission> mode;
    private boolean isMade;
    private Map<String, Object> identity;

    Made(Path path, String mode) {
      this.path = path;
      this.mode = PosixFilePermissions.fromString(mode);
    }

    private Map<String, Object> look() throws IOException {
      return Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
    }

    void refuseExisting() throws IOException {
      try {
        look();
      } catch (NoSuchFileException missing) {
        return;
      }
      throw new FileAlreadyExistsException(path.toString());
    }

    void put(byte[] text) throws IOException {
      var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (FileChannel channel = FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(mode))) {
        isMade = true;
        identity = look();
        Files.setPosixFilePermissions(path, mode);
        for (ByteBuffer rest = ByteBuffer.wrap(text); rest.hasRemaining(); ) channel.write(rest);
        channel.force(true);
      }
      if (!Arrays.equals(Files.readAllBytes(path), text)) throw new IOException(path + " reads differently");
    }

    void undo() {
      if (!isMade) return;
      try {
        Map<String, Object> now = look();
        if (identity == null || now.equals(identity)) Files.delete(path);
      } catch (NoSuchFileException gone) {
        // As it should be.
      } catch (IOException error) {
        complain("left behind: " + error);
      }
    }
  }

  private static void complain(String text) {
    byte[] bytes = ("keygen: " + text + "\n").getBytes(StandardCharsets.UTF_8);
    System.err.write(bytes, 0, bytes.length);
    System.err.flush();
  }

  private static String parse(String[] arguments) {
    String directory = ".";
    for (int i = 0; i < arguments.length; i++) {
      boolean isFlag = arguments[i].equals("-o") || arguments[i].equals("--output-dir");
      if (isFlag && i + 1 < arguments.length) directory = arguments[++i];
      else if (arguments[i].startsWith("--output-dir=")) directory = arguments[i].substring(13);
      else throw new IllegalArgumentException("unexpected argument: " + arguments[i]);
    }
    if (directory.isEmpty()) throw new IllegalArgumentException("the directory must not be empty");
    return directory;
  }

  private static String version6() {
    Instant now = Instant.now();
    long ticks = now.getEpochSecond() * 10_000_000L + now.getNano() / 100 + 0x01b21dd213814000L;
    long tail = new SecureRandom().nextLong() & ~(3L << 62) | 2L << 62 | 1L << 40;
    String digits = String.format("%012x6%03x%016x", ticks >>> 12, ticks & 0xfff, tail);
    return digits.replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-");
  }

  private static byte[][] makeSets() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] d = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String key = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"kid\":\"" + version6()
        + "\",\"x\":\"" + base64.encodeToString(x) + "\"";
    String secret = key + ",\"d\":\"" + base64.encodeToString(d) + "\"}]}\n";
    return new byte[][] {(key + "}]}\n").getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8)};
  }

  private static void writePair(Path directory) throws IOException, GeneralSecurityException {
    if (!Files.isDirectory(directory)) Files.createDirectories(directory);
    Made publicFile = new Made(directory.resolve("pubkey.json"), "rw-r--r--");
    Made privateFile = new Made(directory.resolve("privkey.json"), "rw-------");
    privateFile.refuseExisting();
    publicFile.refuseExisting();
    byte[][] sets = makeSets();
    try {
      publicFile.put(sets[0]);
      privateFile.put(sets[1]);
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    } catch (IOException error) {
      privateFile.undo();
      publicFile.undo();
      throw error;
    }
  }

  private static int run(String[] arguments) {
    try {
      Path directory = Path.of(parse(arguments));
      writePair(directory);
      String lines = "\u2714 private key set written to: " + directory.resolve("privkey.json")
          + "\n\u2714 public key set written to: " + directory.resolve("pubkey.json") + "\n";
      byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
      System.out.write(bytes, 0, bytes.length);
      System.out.flush();
      return 0;
    } catch (IOException | GeneralSecurityException | RuntimeException error) {
      complain(error.toString());
      return 1;
    }
  }

  public static void main(String[] arguments) {
    int status;
    synchronized (WORK) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        synchronized (WORK) {
          return;
        }
      }));
      status = run(arguments);
    }
    System.exit(status);
  }
}
