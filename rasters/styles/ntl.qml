<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology">
  <pipe>
    <rasterrenderer type="singlebandpseudocolor" band="1" opacity="1" alphaBand="-1" nodataColor="" classificationMin="0" classificationMax="63">
      <rastershader>
        <colorrampshader colorRampType="INTERPOLATED" classificationMode="1" clip="0" minimumValue="0" maximumValue="63" labelPrecision="2">
          <item value="0" label="0" color="#000004" alpha="255"/>
          <item value="1" label="1" color="#1b0c41" alpha="255"/>
          <item value="2" label="2" color="#4a0c6b" alpha="255"/>
          <item value="4" label="4" color="#781c6d" alpha="255"/>
          <item value="8" label="8" color="#a52c60" alpha="255"/>
          <item value="12" label="12" color="#cf4446" alpha="255"/>
          <item value="20" label="20" color="#ed6925" alpha="255"/>
          <item value="30" label="30" color="#fb9b06" alpha="255"/>
          <item value="45" label="45" color="#f7d13d" alpha="255"/>
          <item value="63" label="63" color="#fcffa4" alpha="255"/>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <brightnesscontrast brightness="0" contrast="0" gamma="1"/>
    <huesaturation saturation="0" grayscaleMode="0" colorizeOn="0"/>
    <rasterresampler maxOversampling="2"/>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
