package io.vigil.api.query;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Where a list goes on. In text, base64url of: the version, a digest of the query that it belongs to, and the position.
 * It keeps nobody from making one up, which would be a place in the same list; it keeps clients from mixing them up.
 *
 * @param position what the list's own order needs
 */
public record Cursor(List<String> position) {

    private static final byte VERSION = 1;
    private static final int DIGEST_LENGTH = 8;
    private static final int MAX_LENGTH = 8192;

    /** Copies the list. */
    public Cursor {
        position = List.copyOf(position);
    }

    /** Of these parts. */
    public static Cursor at(String... position) {
        return new Cursor(List.of(position));
    }

    /**
     * What {@link #text} has made.
     *
     * @param query equal to the one that the page before was asked by
     * @param parts how many the position has
     * @throws InvalidRequestException if it is anything else
     */
    public static Cursor read(String text, Record query, int parts) {
        if (text.length() > MAX_LENGTH) {
            throw invalid();
        }
        try (DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(Base64.getUrlDecoder().decode(text)))) {
            if (in.readByte() != VERSION || !Arrays.equals(in.readNBytes(DIGEST_LENGTH), digest(query))) {
                throw invalid();
            }
            List<String> position = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                position.add(in.readUTF());
            }
            Cursor cursor = new Cursor(position);
            if (!cursor.text(query).equals(text)) {
                throw invalid();
            }
            return cursor;
        } catch (IOException | IllegalArgumentException e) {
            throw invalid();
        }
    }

    /** For clients. */
    public String text(Record query) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.write(digest(query));
            for (String part : position) {
                out.writeUTF(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /** What to say of a cursor that is none, or belongs to another query. */
    public static InvalidRequestException invalid() {
        return new InvalidRequestException(
                "cursor is not one that this query was answered with: take 'next' of the page"
                        + " before as it is, and change no other parameter than limit");
    }

    private static byte[] digest(Record query) {
        try {
            byte[] whole =
                    MessageDigest.getInstance("SHA-256").digest(query.toString().getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(whole, DIGEST_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
