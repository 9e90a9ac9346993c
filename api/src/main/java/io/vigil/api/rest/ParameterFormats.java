package io.vigil.api.rest;

import io.vigil.api.history.Order;
import io.vigil.api.model.DeviceState;
import io.vigil.api.query.TimeRange;
import java.time.Instant;
import java.util.Locale;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** How values are written in a query. */
@Configuration(proxyBeanMethods = false)
class ParameterFormats implements WebMvcConfigurer {

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, Instant.class, whereThereIsText(TimeRange::time));
        registry.addConverter(
                String.class, Order.class, whereThereIsText(text -> Order.valueOf(text.toUpperCase(Locale.ROOT))));
        registry.addConverter(
                String.class,
                DeviceState.class,
                whereThereIsText(text -> DeviceState.valueOf(text.toUpperCase(Locale.ROOT))));
    }

    /** An empty parameter, as of an empty form field, is like none. */
    private static <T> Converter<String, T> whereThereIsText(Converter<String, T> converter) {
        return text -> text.isEmpty() ? null : converter.convert(text);
    }
}
