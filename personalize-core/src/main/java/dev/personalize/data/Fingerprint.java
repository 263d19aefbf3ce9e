package dev.personalize.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The content hash of a {@link Snapshot}: every variable-length part is preceded by its length. */
final class Fingerprint {
    private final MessageDigest digest;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String of(Snapshot snapshot) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(snapshot.users());
        fingerprint.add(snapshot.items());
        fingerprint.add(snapshot.eventTypes());
        fingerprint.add(snapshot.interactions());
        for (int column = 0; column < snapshot.contexts().size(); column++) {
            fingerprint.add(snapshot.contexts().get(column), column, snapshot.interactions());
        }
        fingerprint.add(snapshot.itemAttributes(), snapshot.items().size());
        fingerprint.add(snapshot.userAttributes(), snapshot.users().size());
        fingerprint.flush();
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    private void add(IdIndex index) {
        add(index.size());
        for (int i = 0; i < index.size(); i++) {
            add(index.id(i));
        }
    }

    private void add(Interactions events) {
        for (int user = 0; user < events.users(); user++) {
            add(events.end(user));
            for (int p = events.begin(user); p < events.end(user); p++) {
                add(events.item(p));
                add(events.eventType(p));
                add(Float.floatToIntBits(events.value(p)));
                room(Long.BYTES).putLong(events.timestamp(p));
            }
        }
    }

    private void add(Context context, int column, Interactions events) {
        add(context.name());
        add(context.values());
        for (int p = 0; p < events.size(); p++) {
            add(events.context(column, p));
        }
    }

    private void add(AttributeTable table, int rows) {
        add(table.fields().size());
        for (int column = 0; column < table.fields().size(); column++) {
            add(table.fields().get(column).name());
            for (int row = 0; row < rows; row++) {
                Object value = table.value(column, row);
                add(value == null ? "" : value.getClass().getSimpleName() + value);
            }
        }
    }

    private void add(int value) {
        room(Integer.BYTES).putInt(value);
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        flush();
        digest.update(bytes);
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    private void flush() {
        digest.update(buffer.flip());
        buffer.clear();
    }
}
