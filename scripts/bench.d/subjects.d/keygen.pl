#!/usr/bin/perl
# A correct key writer in Perl with CryptX: O_EXCL at the real names, public file first.
use strict;
use warnings;
no warnings 'portable';
use Crypt::PK::Ed25519;
use Errno qw(EEXIST ENOENT);
use Fcntl qw(O_RDONLY O_WRONLY O_CREAT O_EXCL O_NOFOLLOW O_DIRECTORY);
use IO::Handle;
use JSON::PP;
use MIME::Base64 qw(encode_base64url);
use POSIX qw(:signal_h);
use Time::HiRes qw(clock_gettime CLOCK_REALTIME);

my (@placed, @made);

sub refuse {
  my ($text) = @_;
  for my $path (reverse @placed) { unlink $path or print STDERR "keygen: cannot remove $path: $!\n" }
  for my $path (reverse @made) { rmdir $path }
  print STDERR "keygen: $text\n";
  exit 1;
}

sub directory_of {
  my $directory = '.';
  while (@_) {
    my $word = shift;
    if ($word eq '-o' || $word eq '--output-dir') {
      refuse("$word needs a directory") unless @_;
      $directory = shift;
    } elsif ($word =~ /\A--output-dir=(.*)\z/s) {
      $directory = $1;
    } else {
      refuse("unexpected argument: $word");
    }
  }
  refuse('the directory must not be empty') if $directory eq '';
  return $directory;
}

sub random_bytes {
  my ($count) = @_;
  open my $source, '<:raw', '/dev/urandom' or refuse("/dev/urandom: $!");
  (sysread($source, my $bytes, $count) // 0) == $count or refuse('/dev/urandom gives too little');
  return $bytes;
}

# RFC 9562, section 5.6, with a random clock sequence and node.
sub version6 {
  my $ticks = int(clock_gettime(CLOCK_REALTIME) * 1e7) + 0x01B21DD213814000;
  my @tail = unpack 'C8', random_bytes(8);
  $tail[0] = $tail[0] & 0x3f | 0x80;
  $tail[2] |= 1;
  my $digits = sprintf('%012x6%03x', $ticks >> 12, $ticks & 0xfff) . join '', map { sprintf '%02x', $_ } @tail;
  return join '-', unpack 'A8 A4 A4 A4 A12', $digits;
}

sub sets {
  my $seed = random_bytes(32);
  my $key = Crypt::PK::Ed25519->new->import_key_raw($seed, 'private');
  my %common = (alg => 'EdDSA', crv => 'Ed25519', kty => 'OKP', use => 'sig', kid => version6(),
    x => encode_base64url($key->export_key_raw('public')));
  my $json = JSON::PP->new->canonical->pretty;
  return map { $json->encode({keys => [$_]}) } {%common}, {%common, d => encode_base64url($seed)};
}

sub make_directory {
  my ($path) = @_;
  return if mkdir $path and push @made, $path;
  return if $! == EEXIST && -d $path;
  my ($parent) = $path =~ m{\A(.*[^/])/+[^/]+/*\z}s;
  refuse("cannot make $path: $!") unless $! == ENOENT && defined $parent;
  make_directory($parent);
  mkdir $path and push @made, $path or refuse("cannot make $path: $!");
}

sub put {
  my ($path, $mode, $text) = @_;
  # Not sysopen: it looks at the file after making it, and says that it could not open it when the look fails.
  my $descriptor = POSIX::open($path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, $mode) // refuse("$path: $!");
  push @placed, $path;
  open my $file, '>&=', $descriptor or refuse("$path: $!");
  while (length $text) {
    my $count = syswrite $file, $text;
    refuse("$path: $!") unless defined $count;
    substr $text, 0, $count, '';
  }
  $file->sync or refuse("$path: $!");
  close $file or refuse("$path: $!");
}

my $held = POSIX::SigSet->new(SIGHUP, SIGINT, SIGTERM);
sigprocmask(SIG_BLOCK, $held);
my $directory = directory_of(@ARGV);
my $umask = umask 0;
umask $umask;
make_directory($directory);
umask 0;
my ($public, $private) = map { "$directory/$_.json" } 'pubkey', 'privkey';
for my $path ($private, $public) {
  next if !lstat $path and $! == ENOENT;
  refuse("$path: " . (-e _ || -l _ ? 'already exists' : $!));
}
my ($public_text, $private_text) = sets();
put($public, 0644, $public_text);
put($private, 0600, $private_text);
sysopen my $folder, $directory, O_RDONLY | O_DIRECTORY or refuse("$directory: $!");
$folder->sync or refuse("$directory: $!");
print "\xe2\x9c\x94 private key set written to: $private\n\xe2\x9c\x94 public key set written to: $public\n";
