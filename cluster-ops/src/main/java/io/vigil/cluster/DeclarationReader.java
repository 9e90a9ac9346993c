package io.vigil.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads a declaration, strictly. Jackson's own messages are never passed on: they may quote a password. */
final class DeclarationReader {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            // Whoever writes the file with templates has text for numbers.
            .withCoercionConfig(
                    LogicalType.Integer,
                    integers -> integers.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert))
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private DeclarationReader() {}

    /**
     * @throws InvalidDeclarationException if it is not a declaration
     * @throws IOException if it cannot be read
     */
    static Declaration read(InputStream json) throws IOException, InvalidDeclarationException {
        try {
            Declaration declaration = MAPPER.readValue(json, Declaration.class);
            if (declaration == null) {
                throw new InvalidDeclarationException("must be an object");
            }
            return declaration;
        } catch (JsonMappingException e) {
            throw new InvalidDeclarationException(path(e) + ": " + reason(e));
        } catch (JsonProcessingException e) {
            throw new InvalidDeclarationException(
                    "is no JSON at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        }
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        e.getPath()
                .forEach(step ->
                        append(path, step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName()));
        if (e.getCause() instanceof InvalidValueException invalid) {
            append(path, invalid.field());
        }
        return path.isEmpty() ? "the file" : path.toString();
    }

    private static void append(StringBuilder path, String step) {
        path.append(path.isEmpty() || step.isEmpty() || step.startsWith("[") ? "" : ".")
                .append(step);
    }

    private static String reason(JsonMappingException e) {
        if (e.getCause() instanceof InvalidValueException invalid) {
            return invalid.getMessage();
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown key; known are "
                    + unknown.getKnownPropertyIds().stream()
                            .map(Object::toString)
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        if (e.getCause() instanceof JsonProcessingException) {
            return "is no JSON at line " + e.getLocation().getLineNr();
        }
        if (e instanceof MismatchedInputException mismatch) {
            return e.getOriginalMessage().startsWith("Missing required")
                    ? "is missing"
                    : "must be " + wanted(mismatch.getTargetType());
        }
        return "cannot be read";
    }

    private static String wanted(Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                            .filter(name -> !name.equals("unknown") && !name.equals("any") && !name.equals("match"))
                            .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == short.class || type == Integer.class) {
            return "a whole number";
        }
        if (type == String.class) {
            return "a text";
        }
        return Iterable.class.isAssignableFrom(type) ? "a list" : "an object";
    }
}
