package io.vigil.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Part of a list.
 *
 * @param items may be fewer than were asked for, or none, though more follow
 * @param next the cursor of what follows; null on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, String next) {

    /** Copies the list. */
    public Page {
        items = List.copyOf(items);
    }
}
