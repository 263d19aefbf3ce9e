package dev.personalize.metrics;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** One list dealt from two: whoever has fewer picks takes its best item that is left, and a coin decides between equals. */
final class TeamDraft {
    private final List<String> first;
    private final List<String> second;
    private final int k;
    private final long seed;

    TeamDraft(List<String> first, List<String> second, int k, long seed) {
        this.first = first;
        this.second = second;
        this.k = k;
        this.seed = seed;
    }

    /**
     * {@return 1 if the first's picks have more of the relevant items, -1 if the second's have, else 0}
     *
     * @param turned whether every coin shows its other side
     */
    int winner(List<String> relevant, boolean turned) {
        SplittableRandom coin = new SplittableRandom(seed);
        Set<String> dealt = new HashSet<>();
        int picks = 0;
        int hits = 0;
        int a = 0;
        int b = 0;
        while (dealt.size() < k) {
            a = next(first, a, dealt);
            b = next(second, b, dealt);
            if (a == first.size() && b == second.size()) {
                break;
            }
            boolean firstPicks = picks < 0 || (picks == 0 && coin.nextBoolean() != turned);
            firstPicks = b == second.size() || (firstPicks && a < first.size());
            String item = firstPicks ? first.get(a) : second.get(b);
            dealt.add(item);
            picks += firstPicks ? 1 : -1;
            hits += relevant.contains(item) ? (firstPicks ? 1 : -1) : 0;
        }
        return Integer.signum(hits);
    }

    private static int next(List<String> list, int from, Set<String> dealt) {
        int at = from;
        while (at < list.size() && dealt.contains(list.get(at))) {
            at++;
        }
        return at;
    }
}
