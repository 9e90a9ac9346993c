package io.vigil.reconcile;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** What stands for bytes that are too many to be kept: the first half of their SHA-256. */
final class Digest {

    /** By chance, two of 10 million different ones are equal with a probability below 10^-24. */
    static final int LENGTH = 16;

    private Digest() {}

    /**
     * Of a list of values: two lists have one digest if and only if they are equal.
     *
     * @param parts each may be null, which is not the same as empty
     * @return {@link #LENGTH} bytes
     */
    static byte[] of(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(ByteBuffer.allocate(Integer.BYTES)
                        .putInt(0, part == null ? -1 : part.length)
                        .array());
                if (part != null) {
                    digest.update(part);
                }
            }
            return Arrays.copyOf(digest.digest(), LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
