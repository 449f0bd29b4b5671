// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.spi.HeadersMapFactory;

/**
 * Makes maps of headers whose names have no case, as Camel's own do, but in the order of their lengths: most names
 * begin alike, and those of Camel's maps are compared letter by letter up to where they differ, for each header that is
 * written or read.
 */
public final class HeaderMaps implements HeadersMapFactory {

    @Override
    public Map<String, Object> newMap() {
        return new Headers();
    }

    @Override
    public Map<String, Object> newMap(Map<String, Object> map) {
        Headers copy = new Headers();
        copy.putAll(map);
        return copy;
    }

    @Override
    public boolean isInstanceOf(Map<String, Object> map) {
        return map instanceof Headers;
    }

    @Override
    public boolean isCaseInsensitive() {
        return true;
    }

    private static final class Headers extends TreeMap<String, Object> {

        private static final long serialVersionUID = 1L;

        Headers() {
            super(ShortestFirst.ORDER);
        }
    }

    private enum ShortestFirst implements Comparator<String> {
        ORDER;

        @Override
        public int compare(String one, String other) {
            int difference = one.length() - other.length();
            return difference != 0 || one.equals(other)
                    ? difference
                    : String.CASE_INSENSITIVE_ORDER.compare(one, other);
        }
    }
}
