# Word counts, substitutions and sorting over a text file.
use strict;
use warnings;

my (%count, $digits, $changed, $vowels);
open(my $in, '<', $ARGV[0]) or die "$ARGV[0]: $!";
while (my $line = <$in>) {
    chomp $line;
    $count{$_}++ for split / /, $line;
    $digits += $1 while $line =~ /\b(\d+)\b/g;
    (my $copy = $line) =~ s/([aeiou])([a-z])/$2$1/g;
    $changed++ if $copy ne $line;
    $vowels += ($line =~ tr/aeiou//);
}
close $in;
my @words = sort { $count{$b} <=> $count{$a} || $a cmp $b } keys %count;
printf "%d %d %d %d\n", scalar(@words), $digits, $changed, $vowels;
print join(',', map { "$_=$count{$_}" } @words[0 .. 9]), "\n";
