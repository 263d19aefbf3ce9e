package dev.personalize.benchmarks;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.FeatureSpace;
import dev.personalize.data.Snapshot;
import dev.personalize.math.DimMajor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@code matrix-factorization} would say to users without a history if it went by the map from metadata to vectors in its model
 * file; it leaves them to {@code ColdStart} instead. All items alike where the training did not keep the map.
 *
 * @param space what are features; the same for the same table as in the model
 * @param byFeature the map; shape [features][d]
 * @param itemFactors shape [items][d]
 */
// A record of arrays: never compared.
@SuppressWarnings("ArrayRecordComponent")
record PriorAlone(FeatureSpace space, float[][] byFeature, float[][] itemFactors) {
    static PriorAlone of(Snapshot train, Map<String, String> settings) throws IOException {
        Map<String, String> withFeatures = new HashMap<>(settings);
        withFeatures.put("user_features", "true");
        ArtifactWriter writer = new ArtifactWriter();
        FewEvents.model(train, withFeatures).write(writer);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.writeTo(bytes);
        ArtifactReader in = ArtifactReader.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), "model");
        if (!in.has("user_prior")) {
            return new PriorAlone(
                    FeatureSpace.of(List.of()),
                    new float[1][1],
                    new float[train.items().size()][1]);
        }
        return new PriorAlone(
                FeatureSpace.of(train.userAttributes(), train.users().size()),
                in.matrix("user_prior"),
                in.matrix("item_factors"));
    }

    void score(Map<String, String> metadata, float[] scores) {
        FeatureSpace.Row row = space.row(metadata::get);
        float[] user = new float[byFeature[0].length];
        for (int i = 0; i < row.size(); i++) {
            for (int k = 0; k < user.length; k++) {
                user[k] += row.values()[i] * byFeature[row.features()[i]][k];
            }
        }
        for (int item = 0; item < itemFactors.length; item++) {
            scores[item] = DimMajor.product(itemFactors[item], user);
        }
    }
}
