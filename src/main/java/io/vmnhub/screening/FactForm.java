// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How a fact is written down.
 *
 * @param <V> a fact
 */
public interface FactForm<V> {

    void write(DataOutput out, V fact) throws IOException;

    V read(DataInput in) throws IOException;

    FactForm<GrayList.Triple> TRIPLE = new FactForm<>() {
        @Override
        public void write(DataOutput out, GrayList.Triple triple) throws IOException {
            out.writeBoolean(triple.passed());
            out.writeLong(triple.millis());
        }

        @Override
        public GrayList.Triple read(DataInput in) throws IOException {
            return new GrayList.Triple(in.readBoolean(), in.readLong());
        }
    };

    FactForm<Queries.Query> QUERY = new FactForm<>() {
        @Override
        public void write(DataOutput out, Queries.Query query) throws IOException {
            out.writeUTF(query.other());
            out.writeBoolean(query.faked());
            out.writeLong(query.millis());
        }

        @Override
        public Queries.Query read(DataInput in) throws IOException {
            return new Queries.Query(in.readUTF(), in.readBoolean(), in.readLong());
        }
    };
}
