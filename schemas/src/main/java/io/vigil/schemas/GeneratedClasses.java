package io.vigil.schemas;

import io.vigil.events.DeviceEvent;
import io.vigil.events.DeviceStatus;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Avro makes objects only of classes that it was told to trust, because a schema can name any class. This adds ours to
 * those that it trusts already.
 */
final class GeneratedClasses {

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                ClassSecurityValidator.builder()
                        .add(DeviceEvent.class)
                        .add(DeviceStatus.class)
                        .build()));
    }

    private GeneratedClasses() {}

    /** Has happened once this returns. */
    static void trust() {}
}
