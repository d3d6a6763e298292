# The protocol of plug-ins (docs/plugin-protocol.md), for adapters in Perl.
package Plugin;
use strict;
use warnings;
use Exporter 'import';
use JSON::PP;

our @EXPORT_OK = qw(ask is_dns_name merged octets serve txt_record verdict);

# Texts are octets: in Perl a character up to 255 is one, and the JSON itself is ASCII.
my $json = JSON::PP->new->ascii->canonical->boolean_values(0, 1);

sub read_octets {
    my ($length) = @_;
    my $octets = '';
    while (length($octets) < $length) {
        my $got = read(STDIN, $octets, $length - length($octets), length $octets);
        die "the frame ends too early\n" unless $got;
    }
    return $octets;
}

sub read_frame {
    my $line = <STDIN>;
    return unless defined $line;
    my ($header, $octets) = split ' ', $line;
    return ($json->decode(read_octets($header)), read_octets($octets));
}

sub write_frame {
    my ($header, $octets) = @_;
    $octets = '' unless defined $octets;
    my $text = $json->encode($header);
    print STDOUT length($text), ' ', length($octets), "\n", $text, $octets;
    STDOUT->flush;
}

# Asks massbench for something in the middle of a request.
sub ask {
    my ($request, $question, %details) = @_;
    write_frame({id => $request->{id}, ask => $question, %details});
    my ($reply) = read_frame();
    return $reply;
}

# The first TXT record of a name, undef if there is none; dies with "NO ANSWER" if nobody answers.
sub txt_record {
    my ($request, $name) = @_;
    $name =~ s/\.+\z//;
    my $answer = ask($request, 'lookup', kind => 'dns_txt', name => $name);
    die "NO ANSWER\n" if $answer->{status} eq 'failed' || $answer->{status} eq 'timeout';
    return $answer->{records}[0];
}

# Whether a domain can be signed for: other names have no keys in the DNS.
sub is_dns_name { return $_[0] =~ /\A[a-z0-9-]+(?:\.[a-z0-9-]+)+\z/ }

# What a library says may hold characters that are no octets.
sub octets {
    my ($text) = @_;
    $text = '' unless defined $text;
    utf8::encode($text) if $text =~ /[^\x00-\xff]/;
    return $text;
}

sub verdict {
    my ($outcome, $cause, $state, $reason) = @_;
    return {outcome => $outcome, cause => $cause, state => octets($state),
            reason => octets($reason)};
}

# The verdict on a message: that of its best signature, `none` if it has no signature.
sub merged {
    my @signatures = @_;
    return {outcome => 'none'} unless @signatures;
    my %rank = (pass => 0, temperror => 1, fail => 2, permerror => 3);
    my ($best) = sort { $rank{$a->{outcome}} <=> $rank{$b->{outcome}} } @signatures;
    return {%$best, signatures => \@signatures};
}

# Answers requests until they end. An operation takes the request and the message and returns an
# answer and octets.
sub serve {
    my (%operations) = @_;
    binmode STDIN;
    binmode STDOUT;
    while (my ($request, $message) = read_frame()) {
        my ($header, $changed) = ({answer => 'unsupported'}, '');
        if (my $operation = $operations{$request->{op}}) {
            ($header, $changed) = eval { $operation->($request, $message) };
            ($header, $changed) = ({answer => 'error', reason => octets($@)}, '') if $@;
        }
        write_frame({id => $request->{id}, answer => 'done', %$header}, $changed);
    }
}

1;
