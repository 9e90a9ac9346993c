package io.vigil.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

    @Test
    void findsWhatOnlyOneSideHasAndWhatDiffers() {
        List<String> seen = new ArrayList<>();

        try (Ledger expected = Ledger.create();
                Ledger found = Ledger.create()) {
            put(expected, "a", "1");
            put(expected, "b", "1");
            put(expected, "b", "2");
            put(expected, "c", "1");
            put(found, "b", "2");
            put(found, "c", "9");
            put(found, "d", "1");
            Ledger.compare(expected, found, new Ledger.Visitor() {
                @Override
                public void both(byte[] key, byte[] left, byte[] right) {
                    seen.add(text(key) + ' ' + text(left) + ' ' + text(right));
                }

                @Override
                public void onlyExpected(byte[] key, byte[] content) {
                    seen.add("missing " + text(key));
                }

                @Override
                public void onlyFound(byte[] key) {
                    seen.add("extra " + text(key));
                }
            });
        }

        assertThat(seen).containsExactly("missing a", "b 2 2", "c 1 9", "extra d");
    }

    @Test
    void keepsAKeyWhateverTheDeviceIdIs() {
        ItemKey key = new ItemKey("blsAlarms", "a\0b#ł", "2020-06-09T09:36:00.000Z#3");

        assertThat(ItemKey.of(key.bytes())).isEqualTo(key);
    }

    private static void put(Ledger ledger, String key, String content) {
        ledger.put(key.getBytes(StandardCharsets.UTF_8), content.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
