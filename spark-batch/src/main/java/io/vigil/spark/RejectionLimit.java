package io.vigil.spark;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How many rows may be no events.
 *
 * @param amount a number of rows, or percent of them
 * @param isPercent which of both
 */
record RejectionLimit(double amount, boolean isPercent) {

    boolean isExceeded(long rejected, long rows) {
        return rejected > (isPercent ? amount / 100 * rows : amount);
    }

    @Override
    public String toString() {
        String number = amount == Math.rint(amount) ? Long.toString((long) amount) : Double.toString(amount);
        return number + (isPercent ? "%" : "");
    }

    /** Reads {@code 10} and {@code 0.5%}. */
    static final class Converter implements ITypeConverter<RejectionLimit> {

        @Override
        public RejectionLimit convert(String text) {
            try {
                if (text.endsWith("%")) {
                    double percent = Double.parseDouble(text.substring(0, text.length() - 1));
                    if (percent >= 0 && percent <= 100) {
                        return new RejectionLimit(percent, true);
                    }
                } else if (Long.parseLong(text) >= 0) {
                    return new RejectionLimit(Long.parseLong(text), false);
                }
            } catch (NumberFormatException e) {
                // Said below in the words of this option.
            }
            throw new TypeConversionException("'" + text + "' is neither a number of rows nor a percentage, as 0.5%");
        }
    }
}
