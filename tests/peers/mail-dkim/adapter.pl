# Mail::DKIM as a plug-in of massbench: `adapter.pl dkim` or `adapter.pl domainkeys`.
# Protocol: docs/plugin-protocol.md.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../common";
use Plugin qw(ask is_dns_name merged serve txt_record verdict);

# The library asks the wall clock; the run has its own. It must be in place before the library is.
our $now;
BEGIN { *CORE::GLOBAL::time = sub () { defined $now ? $now : CORE::time() } }

use Mail::Address;
use Mail::DKIM::DkSignature;
use Mail::DKIM::PrivateKey;
use Mail::DKIM::Signer;
use Mail::DKIM::Verifier;

my $is_domainkeys = ($ARGV[0] // '') eq 'domainkeys';

# In place of Net::DNS: one record, its character-strings already joined.
{
    package Record;
    sub type { 'TXT' }
    sub txtdata { ${$_[0]} }

    package Reply;
    sub header { $_[0] }
    sub rcode { defined ${$_[0]} ? 'NOERROR' : 'NXDOMAIN' }
    sub answer { my $text = ${$_[0]}; return bless \$text, 'Record' }

    package Resolver;
    sub send {
        my ($request, $name) = @_;
        my $text = Plugin::txt_record($$request, $name);
        return bless \$text, 'Reply';
    }
    sub errorstring { 'NOERROR' }
}

sub choice {
    my ($name, $text, @choices) = @_;
    return {name => $name, standard => $choices[0], choices => \@choices, text => $text};
}

my @FIELDS = qw(from subject date to cc message-id mime-version content-type);

my %SCHEMES = (
    dkim => {
        title => 'DKIM',
        parameters => [
            choice('tolerance', 'rsa-sha1 and keys under 1,024 bits are refused (Strict)', 'rfc8301'),
            choice('canonicalization', 'canonicalization of new signatures',
                   'relaxed/relaxed', 'relaxed/simple', 'simple/relaxed', 'simple/simple'),
            {name => 'selector', standard => 'dkim', text => 'selector of the key'},
            {name => 'headers', standard => \@FIELDS,
             text => 'fields to sign, as often as they are present'},
        ],
        profiles => [
            {name => 'std', text => 'as std of the built-in scheme', parameters => {}},
            {name => 'simplebody', text => 'relaxed/simple',
             parameters => {canonicalization => 'relaxed/simple'}},
            {name => 'strict', text => 'simple/simple',
             parameters => {canonicalization => 'simple/simple'}},
        ],
    },
    domainkeys => {
        title => 'DomainKeys',
        parameters => [
            choice('h_order', 'order in which the fields named in h= are hashed', 'h-order'),
            choice('sender_scope', 'Sender and From are looked for among the hashed fields', 'signed'),
            choice('missing_tags', 'a missing c= or q= means simple and dns', 'deployed'),
            choice('odd_tags', 'of duplicate tags the last one counts', 'last-wins'),
            choice('granularity', 'g= of a key may have a wildcard', 'wildcard'),
            choice('combine', 'one good signature is enough', 'any'),
            choice('last_line', 'a last line without line end is hashed as it stands', 'leave'),
            choice('two_from', 'of two From fields the last one counts', 'last'),
            choice('canonicalization', 'canonicalization of new signatures', 'nofws', 'simple'),
            {name => 'selector', standard => 'mass', text => 'selector of the key'},
            {name => 'headers', standard => [$FIELDS[0], 'sender', @FIELDS[1 .. $#FIELDS]],
             text => 'fields to sign, as often as they are present; empty: no h=, all of them'},
        ],
        profiles => [
            {name => 'std', text => 'as std of the built-in scheme', parameters => {}},
            {name => 'simplebody', text => 'simple, h= as std',
             parameters => {canonicalization => 'simple'}},
            {name => 'strict', text => 'simple, no h=',
             parameters => {canonicalization => 'simple', headers => []}},
            {name => 'dk-bof', text => 'nofws, no h=', parameters => {headers => []}},
        ],
    },
);

sub hello {
    my $scheme = $SCHEMES{$is_domainkeys ? 'domainkeys' : 'dkim'};
    return ({
        protocol => 1,
        software => "Mail::DKIM $Mail::DKIM::Verifier::VERSION",
        operations => ['originate', 'verify'],
        scheme => {%$scheme, protects => ['header', 'body']},
    });
}

# The address for which a message is signed: of Sender where DomainKeys looks there, else of From.
sub signing_domain {
    my ($signer) = @_;
    my $address = $is_domainkeys ? $signer->message_sender : $signer->message_originator;
    return lc($address->host // '');
}

# Which fields a signature names: those asked for, as often as they occur, in message order.
sub names_to_sign {
    my ($signer, $wanted) = @_;
    my %is_wanted = map { lc $_ => 1 } @$wanted;
    return join ':', grep { $is_wanted{lc $_} } @{$signer->{header_field_names}};
}

sub originate {
    my ($request, $message) = @_;
    local $now = $request->{now};
    my $parameters = $request->{parameters};
    my $declined;
    my $policy = sub {
        my ($signer) = @_;
        my $domain = signing_domain($signer);
        if (!is_dns_name($domain)) { $declined = 'no_from'; return 0 }
        my $held = ask($request, 'private_key', algorithm => 'rsa', domain => $domain,
                       selector => $parameters->{selector});
        if ($held->{status} ne 'found') { $declined = 'no_key'; return 0 }
        my $data = $held->{pem};
        $data =~ s/-----[^-]*-----|\s//g;
        my %common = (
            Method => $parameters->{canonicalization},
            Domain => $domain,
            Selector => $parameters->{selector},
            Key => Mail::DKIM::PrivateKey->load(Data => $data),
        );
        my $names = names_to_sign($signer, $parameters->{headers});
        $signer->add_signature(
            $is_domainkeys
            ? Mail::DKIM::DkSignature->new(%common, $names eq '' ? () : (Headers => $names))
            : Mail::DKIM::Signature->new(%common, Algorithm => 'rsa-sha256', Headers => $names,
                                         Timestamp => $request->{now}));
        return 0;
    };
    my $signer = Mail::DKIM::Signer->new(Policy => $policy);
    $signer->PRINT($message);
    $signer->CLOSE;
    return ({declined => $declined}) if defined $declined;
    return ({}, $signer->signature->as_string . "\r\n$message");
}

# Words of the library, and what they are in ours. The first that is found counts.
my @CAUSES = (
    [qr/^public key: not available/, 'key_missing'],
    [qr/^public key: revoked/, 'key_revoked'],
    [qr/^public key: (?:granularity|does not support signing)/, 'ident_mismatch'],
    [qr/^public key: /, 'key_syntax'],
    [qr/^Key length/, 'key_weak'],
    [qr/^unsupported algorithm/, 'alg_unsupported'],
    [qr/^signature is expired/, 'time_expired'],
    [qr/^bad identity/, 'ident_mismatch'],
);

sub judge {
    my ($signature) = @_;
    my $result = $signature->result // 'invalid';
    my $detail = $signature->{verify_details} // '';
    return verdict('temperror', 'key_temperror', $result, $detail) if $detail =~ /NO ANSWER/;
    if ($result eq 'pass') {
        return {outcome => 'pass', state => 'pass', identity => Plugin::octets($signature->domain)};
    }
    for (@CAUSES) {
        my ($words, $cause) = @$_;
        next unless $detail =~ $words;
        return verdict($result eq 'fail' ? 'fail' : 'permerror', $cause, $result, $detail);
    }
    return verdict('fail', 'crypto_bad', $result, $detail) if $result eq 'fail';
    return verdict('permerror', 'sig_syntax', $result, $detail);
}

sub verify {
    my ($request, $message) = @_;
    local $now = $request->{now};
    Mail::DKIM::DNS::resolver(bless \$request, 'Resolver');
    my $verifier = Mail::DKIM::Verifier->new(Strict => $is_domainkeys ? 0 : 1);
    $verifier->PRINT($message);
    $verifier->CLOSE;
    my @signatures = grep { $_->isa('Mail::DKIM::DkSignature') == $is_domainkeys }
        $verifier->signatures;
    # What the library cannot read at all is in no list.
    if (!@signatures && !$verifier->signatures && $verifier->result eq 'invalid') {
        return ({verdict => verdict('permerror', 'sig_syntax', 'invalid',
                                    $verifier->{signature_reject_reason})});
    }
    return ({verdict => merged(map { judge($_) } @signatures)});
}

serve(hello => \&hello, originate => \&originate, verify => \&verify);
